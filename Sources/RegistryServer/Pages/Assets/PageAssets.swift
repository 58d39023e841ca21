internal import Digests
internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import Secrets
internal import SimpleIndex

/// Stylesheet, script and icon: made once, at addresses that change with them, so that browsers never ask again.
struct PageAssets: Sendable {
    let stylesheet = PageAsset("pages", "css", "text/css; charset=utf-8", Stylesheet.text)
    let script = PageAsset("pages", "js", "text/javascript; charset=utf-8", PageScript.text)
    let icon = PageAsset("icon", "svg", "image/svg+xml", PageIcon.text)

    func addRoutes(to routes: inout RouteTable) {
        for asset in [stylesheet, script, icon] {
            routes.get("/assets/\(asset.path)") { request, _ in asset.answer(request) }
        }
    }
}

/// One of them.
struct PageAsset: Sendable {
    /// The last component of its address.
    let path: String
    private let plain: ByteBuffer
    private let compressed: ByteBuffer
    private let contentType: String

    init(_ name: String, _ suffix: String, _ contentType: String, _ text: String) {
        let bytes = Array(text.utf8)
        path = "\(name)-\(Hex.encode(Array(ContentDigest(hashing: bytes).bytes.prefix(8)))).\(suffix)"
        plain = ByteBuffer(bytes: bytes)
        compressed = Gzip.compressed(bytes) ?? plain
        self.contentType = contentType
    }

    func answer(_ request: Request) -> Response {
        var fields = PageHeaders.asset
        fields[.contentType] = contentType
        let coding = SimpleCoding.negotiated(acceptEncoding: request.headers[values: .acceptEncoding])
        let body = coding == .gzip ? compressed : plain
        if coding == .gzip, compressed != plain { fields[.contentEncoding] = "gzip" }
        fields[.contentLength] = String(body.readableBytes)
        return Response(status: .ok, headers: fields, body: ResponseBody(byteBuffer: body))
    }
}
