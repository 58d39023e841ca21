internal import ContentStore
internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import RegistryCore

/// The one place where what went wrong becomes a status and a text: Gitea's own, where it has one.
enum GiteaErrorBodies {
    /// As the package registry says it: a line of text.
    static func text(_ error: any Error) -> Response {
        let worded = worded(error)
        if worded.status == .notFound, worded.text.isEmpty { return Response(status: .notFound) }
        var headers = worded.headers
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.xContentTypeOptions] = "nosniff"
        return Response(
            status: worded.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: worded.text)))
    }

    private struct Body: Encodable {
        let message: String
        let url: String
    }

    /// As the REST API says it.
    /// - Parameter documentation: what stands in `url`.
    static func rest(_ error: any Error, documentation: String) -> Response {
        let worded = worded(error)
        let body = Body(message: worded.text.isEmpty ? "package does not exist" : worded.text, url: documentation)
        // Texts alone cannot fail to be encoded.
        return (try? JSONAnswer.of(worded.status, body, headers: worded.headers)) ?? PlainAnswer.of(worded.status)
    }

    private typealias Words = (status: HTTPResponse.Status, text: String, headers: HTTPFields)

    private static func worded(_ error: any Error) -> Words {
        switch error {
        case let problem as GiteaProblem: worded(problem)
        case let error as RegistryError: worded(error)
        case let error as LegacyUploadError: (error.status, error.description, [:])
        case let error as UploadFormError: (.badRequest, error.description, [:])
        case let problem as HTTPProblem:
            (problem.status, problem.text ?? problem.status.reasonPhrase, problem.headers)
        case let busy as ServerBusy:
            (.serviceUnavailable, "server is busy", [.retryAfter: "\(busy.retryAfterSeconds)"])
        default: (.internalServerError, "internal server error", [:])
        }
    }

    private static func worded(_ problem: GiteaProblem) -> Words {
        switch problem {
        // Without a challenge: a client that showed something wrong would only show it again.
        case .badCredential: (.unauthorized, "Failed to authenticate user", [:])
        case .throttled(let seconds):
            (.tooManyRequests, "too many wrong passwords", [.retryAfter: "\(seconds)"])
        case .noAccess: (.unauthorized, "reqPackageAccess", [.wwwAuthenticate: challenge])
        case .tokenRequired: (.unauthorized, "token is required", [:])
        case .lacksScope(let name):
            (.forbidden, "token does not have at least one of required scope(s): [\(name)]", [:])
        case .forbidden: (.forbidden, "user should have specific permission or be a site admin", [:])
        case .noOwner: (.notFound, "Not found.", [:])
        case .noProject: (.notFound, "", [:])
        case .noVersion: (.notFound, "package does not exist", [:])
        case .noFile: (.notFound, "package file does not exist", [:])
        case .noContent: (.badRequest, "http: no such file", [:])
        case .hashMismatch: (.badRequest, "hash mismatch", [:])
        case .invalidNameOrVersion: (.badRequest, "invalid name or version", [:])
        }
    }

    private static func worded(_ error: RegistryError) -> Words {
        switch error {
        case .refused(let refusal): worded(refusal)
        case .noSuchOrganization, .invalidPath: worded(GiteaProblem.noOwner)
        case .notASource: (.forbidden, error.description, [:])
        case .noSuchRegistry: worded(GiteaProblem.noProject)
        case .noSuchFile, .noSuchMember: worded(GiteaProblem.noFile)
        default:
            error.isRetryable
                ? worded(ServerBusy()) : (.internalServerError, "internal server error", [:])
        }
    }

    private static func worded(_ refusal: UploadRefusal) -> Words {
        switch refusal {
        case .filenameTaken, .filenameReserved: (.conflict, "package file already exists", [:])
        case .digestMismatch: worded(GiteaProblem.hashMismatch)
        case .invalidName, .invalidVersion: worded(GiteaProblem.invalidNameOrVersion)
        case .tooLarge: (.forbidden, "maximum allowed package type size exceeded", [:])
        case .projectClosed, .noUploads: (.forbidden, refusal.description, [:])
        case .numberTaken: worded(ServerBusy())
        // Gitea does not look into files, so it has no words for these.
        case .contradiction, .invalidFilename, .missing, .inspection, .attestations:
            (.badRequest, refusal.description, [:])
        }
    }

    private static let challenge = "Basic realm=\"Gitea Package API\""
}
