internal import ContentStore
internal import HTTPTypes
internal import Hummingbird
internal import RegistryCore

/// The one place where what went wrong becomes a status and a sentence.
///
/// A registry that the caller must not know of, one that is not there and a text that is no registry's name at all get
/// the same bytes.
struct BuildkiteErrorBodies: Sendable {
    /// Which of the dialect's ways of saying it.
    enum Wording: Sendable {
        /// The REST API: `{"message":"…"}`.
        case rest
        /// What installers read: the same, with a challenge.
        case index
        /// The API of 2024-03: `{"error":"…"}`, or messages by field.
        case legacy
    }

    private struct Body: Encodable {
        let message: String
        var errors: [FieldError]?
    }

    private struct FieldError: Encodable {
        let field: String
        let code: String
    }

    private struct LegacyBody: Encodable { let error: String }

    /// What the client is told.
    static func response(to error: any Error, _ wording: Wording) -> Response {
        switch error {
        case let problem as BuildkiteProblem: response(to: problem, wording)
        case let error as RegistryError: response(to: error, wording)
        case let error as UploadFormError: response(to: BuildkiteProblem.notAForm(error.description), wording)
        case JSONBody.Problem.notAnObject: response(to: .notJSON, wording)
        case JSONBody.Problem.tooLong(let limit): response(to: .tooLarge(limitBytes: Int64(limit)), wording)
        case let problem as HTTPProblem:
            answer(problem.status, problem.text ?? problem.status.reasonPhrase, wording, headers: problem.headers)
        case let busy as ServerBusy:
            answer(
                .serviceUnavailable, "The server is busy; try again", wording,
                headers: [.retryAfter: "\(busy.retryAfterSeconds)"])
        default: answer(.internalServerError, "Internal server error", wording)
        }
    }

    private static func response(to problem: BuildkiteProblem, _ wording: Wording) -> Response {
        switch problem {
        case .unauthenticated:
            answer(
                .unauthorized, "Authentication required. Send a token that is in force", wording,
                legacy: "unauthenticated", headers: [.wwwAuthenticate: wording == .rest ? tokenChallenge : challenge])
        case .lacksScope(let scope):
            answer(.forbidden, "Your token lacks the scope \(scope.rawValue)", wording)
        case .forbidden: answer(.forbidden, "Forbidden", wording)
        case .badTicket: answer(.forbidden, "The upload's policy is not valid, has expired or was used", wording)
        case .noRegistry: answer(.notFound, "No registry found", wording)
        case .noPackage: answer(.notFound, "No package found", wording)
        case .noToken: answer(.notFound, "No registry token found", wording)
        case .noFile: answer(.notFound, "No file found", wording)
        case .invalid(let reason): unprocessable(reason, field: "package_file", wording)
        case .invalidField(let field, let reason): unprocessable(reason, field: field, wording, isNamed: true)
        case .notJSON: answer(.badRequest, "The body must be a JSON object", wording)
        case .notAForm(let reason): answer(.badRequest, "The form cannot be read: \(reason)", wording)
        case .tooLarge(let limit):
            answer(.contentTooLarge, "The body has more than the \(limit) bytes that are taken", wording)
        }
    }

    private static func response(to error: RegistryError, _ wording: Wording) -> Response {
        switch error {
        case .refused(.tooLarge(let limit)): return response(to: .tooLarge(limitBytes: limit), wording)
        case .refused(.filenameTaken): return unprocessable("Filename already exists", field: "filename", wording)
        case .refused(.filenameReserved):
            return unprocessable("Filename has been used by a package that was deleted", field: "filename", wording)
        case .refused(.numberTaken): return response(to: ServerBusy(), wording)
        case .refused(let refusal): return unprocessable(refusal.description, field: "package_file", wording)
        case .noSuchOrganization, .noSuchRegistry, .invalidPath: return response(to: .noRegistry, wording)
        case .noSuchFile, .noSuchMember: return response(to: .noPackage, wording)
        case .registryExists:
            return unprocessable("Slug has already been taken", field: "name", wording, isNamed: true)
        case .invalidSlug:
            return unprocessable(
                "Name must have a letter or a digit of ASCII", field: "name", wording, isNamed: true)
        case .invalidMember(_, .notAdministered): return response(to: .forbidden, wording)
        case .invalidMember: return unprocessable("\(error)", field: "upstreams", wording, isNamed: true)
        case .noOfficialIndex, .officialExists:
            return unprocessable("\(error)", field: "official", wording, isNamed: true)
        case .notASource, .registryInUse, .invalidSettings, .invalidReference, .textTooLong:
            return unprocessable("\(error)", field: "base", wording)
        case .archive(let sentence): return unprocessable(sentence, field: "package_file", wording)
        default:
            // Whatever is busy is not for long; all else is ours to mend, and nobody's business.
            return error.isRetryable
                ? response(to: ServerBusy(), wording)
                : answer(.internalServerError, "Internal server error", wording)
        }
    }

    private static func unprocessable(
        _ reason: String, field: String, _ wording: Wording, isNamed: Bool = false
    ) -> Response {
        if wording == .legacy {
            let text = reason == "Filename already exists" ? "has already been taken" : reason
            return json(.unprocessableContent, [field: [text]])
        }
        let errors = isNamed ? [FieldError(field: field, code: "invalid")] : nil
        return json(.unprocessableContent, Body(message: "Validation failed: \(reason)", errors: errors))
    }

    private static func answer(
        _ status: HTTPResponse.Status, _ message: String, _ wording: Wording, legacy: String? = nil,
        headers: HTTPFields = [:]
    ) -> Response {
        switch wording {
        case .rest, .index: json(status, Body(message: message), headers: headers)
        case .legacy: json(status, LegacyBody(error: legacy ?? message), headers: headers)
        }
    }

    private static func json(
        _ status: HTTPResponse.Status, _ body: some Encodable, headers: HTTPFields = [:]
    ) -> Response {
        // Texts alone cannot fail to be encoded.
        (try? JSONAnswer.of(status, body, headers: headers)) ?? PlainAnswer.of(status, headers: headers)
    }

    /// What RFC 9110 wants beside every 401.
    private static let tokenChallenge = "Bearer realm=\"Package registry\""

    /// What makes installers ask for, or look up, a name and a password.
    private static let challenge = "Basic realm=\"Package registry\", charset=\"UTF-8\""
}
