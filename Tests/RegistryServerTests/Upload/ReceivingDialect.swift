import ContentStore
import Digests
import HTTPTypes
import HummingbirdCore
import RegistryCore
import RegistryServer

/// Takes uploads in and says what came, without publishing anything.
struct ReceivingDialect: Dialect {
    static let name = DialectName.gitlab

    let services: Services

    init(_ services: Services) { self.services = services }

    func addRoutes(to routes: inout RouteTable) {
        routes.post("/up") { request, _ in
            let upload = try await services.uploads.receive(
                request, fileFields: ["content", "file"], limitBytes: services.limits.uploadBytes
            ) { $0 }
            return PlainAnswer.of(.ok, Self.describe(upload))
        }
        routes.get("/load") { _, _ in
            let load = services.uploads.load
            return PlainAnswer.of(.ok, "\(load.inside) \(load.waiting)")
        }
        routes.post("/up/legacy") { request, _ in
            let received = try await services.uploads.receive(
                request, fileFields: ["content"], limitBytes: services.limits.uploadBytes
            ) { $0 }
            let upload = try LegacyUpload(received)
            try upload.requireFileUpload()
            try upload.requireKnownProtocol()
            try upload.requireFittingPythonVersion()
            try upload.requireDigest()
            let claims = try upload.claims(uploader: "alice")
            return PlainAnswer.of(.ok, "\(claims.name ?? "-") \(claims.version ?? "-") \(claims.digests.count)")
        }
    }

    func response(to error: any Error, _ request: Request, _ context: ServerContext) -> Response {
        if case RegistryError.refused(.tooLarge(let limit)) = error {
            return PlainAnswer.of(.contentTooLarge, "larger than \(limit) bytes")
        }
        return PlainAnswer.to(error)
    }

    static func describe(_ upload: ReceivedUpload) -> String {
        var lines = upload.form.fields.map { "\($0.name)=\($0.value)" }
        if let file = upload.file {
            lines.append("\(file.field):\(file.filename) \(file.blob.size) \(file.blob.digests.sha256.hex)")
        }
        return lines.joined(separator: "\n")
    }

    /// What `describe` says of a file.
    static func line(_ field: String, _ filename: String, _ content: [UInt8]) -> String {
        var stream = DigestStream()
        stream.update(content.span)
        return "\(field):\(filename) \(content.count) \(stream.finalize().digests.sha256.hex)"
    }
}
