/// What a caller shows, as a header carried it.  Never logged, never stored.
public enum Credential: Sendable, Equatable {
    /// Nothing.
    case none
    /// `Authorization: Bearer …` or `token …`.
    case bearer(String)
    /// `Authorization: Basic …`: a password or a token, in either half.
    case basic(user: String, password: String)
    /// A header of its own: `Private-Token`, `Deploy-Token`.
    case secret(String)
    /// The cookie of the pages: the secret of a session.
    case session(String)
}
