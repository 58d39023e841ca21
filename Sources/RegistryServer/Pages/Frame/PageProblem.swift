internal import HTTPTypes
internal import RegistryCore

/// Why a page is not shown, or a form not taken.
enum PageProblem: Error, Equatable, Sendable {
    /// Not there, or not there for this visitor: the two look the same.
    case notFound
    /// There, and not for this visitor, who may know that it is.
    case forbidden(String)
    /// For those who have signed in: the visitor is led to where that is done, and back.
    case signIn
    /// The form does not come from a page of ours, or from one of another session.
    case foreignForm
    /// The form cannot be read.
    case badRequest(String)
    /// What was asked cannot be done; the sentence says why, and what to do.
    case refused(String)
    /// Too many wrong guesses; seconds to wait.
    case throttled(Int)
}

/// What an error page says.
struct ErrorContent: PageContent {
    static let template = PageTemplate.error
    let title: String
    let code: Int
    let sentence: String
    /// Whether signing in may help.
    let suggestsSigningIn: Bool
    let requestID: String
}

/// The one place where an error becomes a status and a sentence.
struct ErrorWording {
    let status: HTTPResponse.Status
    let title: String
    let sentence: String
    var retryAfterSeconds: Int?

    init(_ error: any Error) {
        switch error {
        case let problem as PageProblem: self.init(problem)
        case let error as RegistryError: self.init(error)
        case let busy as ServerBusy: self.init(busy: busy.retryAfterSeconds)
        case let error as UploadFormError: self.init(.badRequest("The form cannot be read: \(error)."))
        case let problem as HTTPProblem:
            self.init(
                problem.status, problem.status.code == 404 ? "Not found" : "This cannot be answered",
                "The request cannot be answered: \(problem.text ?? problem.status.reasonPhrase).")
        default:
            self.init(
                .internalServerError, "Something went wrong",
                "That is the server's fault. The number below leads to it in the server's log.")
        }
    }

    private init(_ status: HTTPResponse.Status, _ title: String, _ sentence: String) {
        self.status = status
        self.title = title
        self.sentence = sentence
    }

    private init(busy seconds: Int) {
        self.init(.serviceUnavailable, "Busy", "The server has too much to do. Try again in a moment.")
        retryAfterSeconds = seconds
    }

    private init(_ problem: PageProblem) {
        switch problem {
        case .notFound, .signIn:
            self.init(.notFound, "Not found", "There is nothing here, or nothing that you may see.")
        case .forbidden(let sentence): self.init(.forbidden, "Not allowed", sentence)
        case .foreignForm:
            self.init(
                .forbidden, "Not allowed",
                "The form does not belong to your session. Load the page that it is on again, and send it once more.")
        case .badRequest(let sentence): self.init(.badRequest, "This cannot be read", sentence)
        case .refused(let sentence): self.init(.unprocessableContent, "This cannot be done", sentence)
        case .throttled(let seconds):
            self.init(
                .tooManyRequests, "Too many attempts",
                "Too many attempts to sign in were wrong. Try again in \(seconds) seconds.")
            retryAfterSeconds = seconds
        }
    }

    private init(_ error: RegistryError) {
        switch error {
        case .noSuchOrganization, .noSuchRegistry, .noSuchFile, .noSuchMember, .noSuchToken, .invalidPath:
            self.init(.notFound)
        case .refused(.tooLarge):
            self.init(.contentTooLarge, "This cannot be done", Self.sentence(error))
        case _ where error.isRetryable: self.init(busy: 2)
        case .store, .damagedRecord, .noArchiveReader, .source:
            self.init(
                .internalServerError, "Something went wrong",
                "That is the server's fault. The number below leads to it in the server's log.")
        default: self.init(.refused(Self.sentence(error)))
        }
    }

    /// The registry's sentence as one for a page.
    static func sentence(_ error: RegistryError) -> String {
        let text = error.description
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}
