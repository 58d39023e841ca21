/// Why this dialect does not do what was asked; each has its words in `GiteaErrorBodies`.
enum GiteaProblem: Error, Equatable {
    /// A password that is wrong, or a token that is not in force.
    case badCredential
    /// Too many wrong passwords.
    case throttled(retryAfterSeconds: Int)
    /// No right to it, or a token without the scope: the package registry does not tell the two apart.
    case noAccess
    /// The REST API wants to know who asks.
    case tokenRequired
    /// The token has not the scope, by Gitea's name.
    case lacksScope(String)
    /// The REST API knows who asks, and they may not.
    case forbidden
    /// No organization of this name.
    case noOwner
    /// No such project.
    case noProject
    /// No such version.
    case noVersion
    /// The version has no such file.
    case noFile
    /// The form has no part `content`.
    case noContent
    /// The SHA-256 is missing, or that of other bytes.
    case hashMismatch
    /// Not a name, or not a version, as Gitea takes them.
    case invalidNameOrVersion
}
