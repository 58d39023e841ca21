internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import RegistryCore
internal import SimpleIndex

// What a visitor gets.

extension PageVisit {
    /// A whole page.
    /// - Parameters:
    ///   - notice: one sentence above the content; what a redirect said where nil.
    ///   - headers: fields besides those of every page.
    func page<Content: PageContent>(
        _ content: Content, status: HTTPResponse.Status = .ok, notice: String? = nil, headers: HTTPFields = [:]
    ) -> Response {
        let frame = PageFrame(
            title: content.title, links: links, assets: pages.assets, viewer: viewer, next: nextAddress,
            formToken: session.map(FormToken.make(for:)) ?? "",
            notice: notice ?? PageNotice(rawValue: query["done"])?.sentence, template: Content.template.name,
            content: content)
        let bytes = Array(pages.renderer.render(frame).utf8)
        var fields = PageHeaders.page
        for field in headers { fields[field.name] = field.value }
        fields[.contentType] = "text/html; charset=utf-8"
        let coding = SimpleCoding.negotiated(acceptEncoding: request.headers[values: .acceptEncoding])
        let compressed =
            coding == .gzip && bytes.count > RenderedPage.compressionThreshold ? Gzip.compressed(bytes) : nil
        if compressed != nil { fields[.contentEncoding] = "gzip" }
        let body = compressed ?? ByteBuffer(bytes: bytes)
        fields[.contentLength] = String(body.readableBytes)
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: body))
    }

    /// 303: what a form that was taken leads to.
    /// - Parameters:
    ///   - location: a path of `links`.
    ///   - done: what the next page says.
    func redirect(to location: String, done: PageNotice? = nil, headers: HTTPFields = [:]) -> Response {
        var fields = PageHeaders.page
        for field in headers { fields[field.name] = field.value }
        let mark = location.contains("?") ? "&" : "?"
        fields[.location] = location + (done.map { "\(mark)done=\($0.rawValue)" } ?? "")
        fields[.contentLength] = "0"
        return Response(status: .seeOther, headers: fields)
    }

    /// The page for what went wrong.
    func answer(to error: any Error) -> Response {
        let wording = ErrorWording(error)
        if wording.status == .internalServerError {
            context.logger.error("page failed", metadata: ["error": "\(error)"])
        }
        var headers = HTTPFields()
        if let seconds = wording.retryAfterSeconds { headers[.retryAfter] = "\(seconds)" }
        return page(
            ErrorContent(
                title: wording.title, code: wording.status.code, sentence: wording.sentence,
                suggestsSigningIn: session == nil && wording.status == .notFound, requestID: context.requestID),
            status: wording.status, headers: headers)
    }

    private var viewer: PageFrame.Viewer? {
        session == nil ? nil : PageFrame.Viewer(name: caller.name, isAdministrator: caller.isSiteAdministrator)
    }

    private var nextAddress: String {
        let isPage = request.method == .get && !address.hasPrefix(links.signIn)
        return isPage ? PageLinks.query(["next": address]) : ""
    }
}

/// What a page says after a form has led to it: a word in the address, and never a text from there.
enum PageNotice: String, Sendable {
    case signedIn = "signed-in"
    case signedOut = "signed-out"
    case tokenRevoked = "token-revoked"
    case registryCreated = "registry-created"
    case registryDeleted = "registry-deleted"
    case settingsSaved = "settings-saved"
    case published
    case fileDeleted = "file-deleted"
    case fileYanked = "file-yanked"
    case fileUnyanked = "file-unyanked"

    var sentence: String {
        switch self {
        case .signedIn: "You have signed in."
        case .signedOut: "You have signed out."
        case .tokenRevoked: "The token has been revoked."
        case .registryCreated: "The registry has been created."
        case .registryDeleted: "The registry has been deleted."
        case .settingsSaved: "The settings have been saved."
        case .published: "The file has been published."
        case .fileDeleted: "The file has been deleted."
        case .fileYanked: "The file has been yanked: installers pass it over from now on."
        case .fileUnyanked: "The file can be installed again."
        }
    }
}
