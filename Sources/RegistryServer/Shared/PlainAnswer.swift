public import HTTPTypes
public import HummingbirdCore
internal import NIOCore

/// Answers that are no dialect's: a status and a line of text that says no more than it must.
public enum PlainAnswer {
    /// A status with its reason as text, or with `text`.
    public static func of(
        _ status: HTTPResponse.Status, _ text: String? = nil, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.xContentTypeOptions] = "nosniff"
        let line = text ?? status.reasonPhrase.lowercased()
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: line + "\n")))
    }

    /// 405, with the methods that are served.
    public static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> Response {
        of(.methodNotAllowed, headers: [.allow: allowed.map(\.rawValue).joined(separator: ", ")])
    }

    /// What any error comes to where no dialect words it: see `HTTPProblem`, `ServerBusy` and what is wrong with an
    /// upload's form; all else is 500.
    public static func to(_ error: any Error) -> Response {
        switch error {
        case let problem as HTTPProblem: of(problem.status, problem.text, headers: problem.headers)
        case let busy as ServerBusy: of(.serviceUnavailable, headers: [.retryAfter: "\(busy.retryAfterSeconds)"])
        case let form as UploadFormError: of(form.status, form.description)
        case let form as LegacyUploadError: of(form.status, form.description)
        default: of(.internalServerError)
        }
    }
}

/// A request that cannot be answered, with the status that says why.
public struct HTTPProblem: Error, Sendable {
    /// What is answered.
    public var status: HTTPResponse.Status
    /// What a person may read of it; the status's own words where nil.  Never an internal detail.
    public var text: String?
    /// Fields that the answer needs.
    public var headers: HTTPFields

    /// A status, and why.
    public init(_ status: HTTPResponse.Status, _ text: String? = nil, headers: HTTPFields = [:]) {
        self.status = status
        self.text = text
        self.headers = headers
    }
}

/// Too much is waiting already; come again.
public struct ServerBusy: Error, Sendable, Equatable {
    /// When, in seconds.
    public var retryAfterSeconds: Int

    /// Later.
    public init(retryAfterSeconds: Int = 2) { self.retryAfterSeconds = retryAfterSeconds }
}
