internal import SimpleIndex

/// What tells a server which version of a page we have (RFC 9110, section 8.8).
struct Validators: Sendable, Equatable {
    var entityTag: String?
    var lastModified: String?

    var fields: [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        if let entityTag { fields.append(("If-None-Match", entityTag)) }
        if let lastModified { fields.append(("If-Modified-Since", lastModified)) }
        return fields
    }
}

/// What an index answers when it is asked for a project's page.
enum PageAnswer: Sendable {
    /// A page, as it came.
    struct Page: Sendable {
        var bytes: [UInt8]
        var contentType: String
        /// Where it came from, after all redirects.
        var url: String
        var validators: Validators
    }

    case page(Page, freshSeconds: Int64?)
    /// What we have is still right.
    case unchanged(freshSeconds: Int64?)
    /// There is no such project.
    case absent
}

extension UpstreamClient {
    /// Asks for a project's page.
    /// - Parameters:
    ///   - project: the normalized name.
    ///   - validators: of the page that is there already.
    func page(
        of project: String, at endpoint: UpstreamEndpoint, _ validators: Validators = Validators()
    ) async throws(UpstreamError) -> PageAnswer {
        try await within(seconds: limits.pageSeconds) { () async throws(UpstreamError) in
            let question = Question(accept: OfferedProject.accept, fields: validators.fields, isCompressed: true)
            let answer = try await self.ask(endpoint.page(of: project), question, of: endpoint)
            let fresh = answer.field("Cache-Control").flatMap(Self.freshSeconds)
            switch answer.status {
            case 200:
                guard let type = answer.field("Content-Type") else { throw .page(.otherType("")) }
                let bytes = try await self.body(of: answer, limitBytes: Int64(self.limits.page.bytes))
                let kept = Validators(
                    entityTag: answer.field("ETag").flatMap(Self.validator),
                    lastModified: answer.field("Last-Modified").flatMap(Self.validator))
                return .page(
                    .init(bytes: bytes, contentType: type, url: answer.url, validators: kept), freshSeconds: fresh)
            case 304 where !validators.fields.isEmpty: return .unchanged(freshSeconds: fresh)
            case 404, 410: return .absent
            default: throw .status(answer.status)
            }
        }
    }

    /// A short document; nil where there is none.
    func document(
        at url: String, of endpoint: UpstreamEndpoint, limitBytes: Int64
    ) async throws(UpstreamError) -> [UInt8]? {
        try await within(seconds: limits.pageSeconds) { () async throws(UpstreamError) in
            let answer = try await self.ask(url, Question(), of: endpoint)
            switch answer.status {
            case 200: return try await self.body(of: answer, limitBytes: limitBytes)
            case 404, 410: return nil
            default: throw .status(answer.status)
            }
        }
    }

    /// What is sent back must be what can be sent.
    private static func validator(_ text: String) -> String? {
        text.utf8.count <= 512 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? text : nil
    }

    /// `max-age` of a `Cache-Control` field (RFC 9111); 0 where the page is not to be kept, nil where nothing is said.
    static func freshSeconds(_ cacheControl: String) -> Int64? {
        for part in cacheControl.lowercased().split(separator: ",") {
            let directive = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\"" } }
            switch directive.first {
            case "no-cache", "no-store": return 0
            case "max-age" where directive.count == 2: return Int64(directive[1]).map { max(0, $0) }
            default: continue
            }
        }
        return nil
    }
}
