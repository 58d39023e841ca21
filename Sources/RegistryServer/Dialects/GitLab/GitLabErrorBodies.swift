internal import ContentStore
internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

/// The one place where what went wrong becomes a status and GitLab's words.
enum GitLabErrorBodies {
    private struct Body: Encodable { let message: String }
    private struct ParameterBody: Encodable { let error: String }

    /// What the client is told.
    static func response(to error: any Error) -> Response {
        switch error {
        case let problem as GitLabProblem: response(to: problem)
        case let error as RegistryError: response(to: error)
        case let error as LegacyUploadError: badRequest(error.description)
        case let error as UploadFormError: badRequest(error.description)
        case let problem as HTTPProblem:
            json(problem.status, Body(message: problem.text ?? words(problem.status)), headers: problem.headers)
        case let busy as ServerBusy:
            json(
                .serviceUnavailable, Body(message: words(.serviceUnavailable)),
                headers: [.retryAfter: "\(busy.retryAfterSeconds)"])
        default: json(.internalServerError, Body(message: words(.internalServerError)))
        }
    }

    private static func response(to problem: GitLabProblem) -> Response {
        switch problem {
        case .unauthorized:
            json(.unauthorized, Body(message: "401 Unauthorized"), headers: [.wwwAuthenticate: challenge])
        case .forbidden: json(.forbidden, Body(message: "403 Forbidden"))
        case .notFound: json(.notFound, Body(message: "404 Not Found"))
        case .noPackage: json(.notFound, Body(message: "404 Package Not Found"))
        case .missing(let fields):
            json(.badRequest, ParameterBody(error: fields.map { "\($0) is missing" }.joined(separator: ", ")))
        case .invalid(let field): json(.badRequest, ParameterBody(error: "\(field) is invalid"))
        case .validation(let words): badRequest("Validation failed: \(words)")
        case .badRequest(let words): badRequest(words)
        }
    }

    private static func response(to error: RegistryError) -> Response {
        switch error {
        case .refused(let refusal): response(to: refusal)
        case .noSuchOrganization, .noSuchRegistry, .invalidPath: response(to: GitLabProblem.notFound)
        case .notASource: json(.forbidden, Body(message: "403 Forbidden - \(error)"))
        case .noSuchFile, .noSuchMember: response(to: GitLabProblem.noPackage)
        default:
            error.isRetryable
                ? response(to: ServerBusy())
                : json(.internalServerError, Body(message: words(.internalServerError)))
        }
    }

    private static func response(to refusal: UploadRefusal) -> Response {
        switch refusal {
        case .filenameTaken, .filenameReserved: badRequest("Validation failed: File name has already been taken")
        case .invalidName: badRequest("Validation failed: Name is invalid")
        case .invalidVersion: badRequest("Validation failed: Version is invalid")
        case .tooLarge: badRequest("File is too large")
        case .projectClosed: json(.forbidden, Body(message: "403 Forbidden - Package protected."))
        case .noUploads: json(.forbidden, Body(message: "403 Forbidden - \(refusal.description)"))
        case .numberTaken: response(to: ServerBusy())
        // GitLab looks neither into files nor at their digests, so it has no words for these.
        case .digestMismatch, .contradiction, .invalidFilename, .missing, .inspection, .attestations:
            badRequest("Validation failed: \(refusal.description)")
        }
    }

    private static func badRequest(_ words: String) -> Response {
        json(.badRequest, Body(message: "400 Bad request - \(words)"))
    }

    private static func words(_ status: HTTPResponse.Status) -> String { "\(status.code) \(status.reasonPhrase)" }

    private static func json(
        _ status: HTTPResponse.Status, _ body: some Encodable, headers: HTTPFields = [:]
    ) -> Response {
        // Texts alone cannot fail to be encoded.
        (try? JSONAnswer.of(status, body, headers: headers)) ?? PlainAnswer.of(status, headers: headers)
    }

    private static let challenge = "Basic realm=\"GitLab Packages Registry\""
}
