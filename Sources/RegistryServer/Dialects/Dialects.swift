/// The dialects that this server can speak.
public enum Dialects {
    /// All of them, in the order of their routes.
    public static let all: [any Dialect.Type] = [BuildkiteDialect.self, GiteaDialect.self, GitLabDialect.self]
}
