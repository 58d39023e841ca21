internal import RegistryCore

/// Why a request in this dialect is refused.
enum BuildkiteProblem: Error, Equatable {
    /// No credentials, or none that are known and in force.
    case unauthenticated
    /// The credentials do not have this scope.
    case lacksScope(Scope)
    /// The caller may see it, and do less than this.
    case forbidden
    /// There is no such organization or registry, as far as the caller may know.
    case noRegistry
    /// There is no such package.
    case noPackage
    /// There is no such registry token.
    case noToken
    /// There is no such project, or no such file of it.
    case noFile
    /// The ticket of an upload is none of ours, has ended or was used.
    case badTicket
    /// What was sent breaks a rule; a clause that says which, without a full stop.
    case invalid(String)
    /// A field of what was sent breaks a rule.
    case invalidField(String, String)
    /// The body is no JSON object.
    case notJSON
    /// The body is no form that can be read; a clause.
    case notAForm(String)
    /// More bytes than are taken.
    case tooLarge(limitBytes: Int64)
}
