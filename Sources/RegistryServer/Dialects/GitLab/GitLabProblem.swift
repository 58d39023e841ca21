/// Why this dialect does not do what was asked; each has its words in `GitLabErrorBodies`.
enum GitLabProblem: Error, Equatable {
    /// Nobody in particular asks, or with what is not in force.
    case unauthorized
    /// The caller may know of it, and may not do this.
    case forbidden
    /// No such project or group, or one that the caller must not know of.
    case notFound
    /// No such package, or file.
    case noPackage
    /// The form lacks these fields.
    case missing([String])
    /// A field that says something it cannot mean.
    case invalid(String)
    /// The package does not pass; GitLab's words for why.
    case validation(String)
    /// Another thing wrong with the request, in words.
    case badRequest(String)
}
