/// What somebody is to an organization or to one of its registries.  The raw value is stored.
public enum Role: Int, Sendable, Comparable, CaseIterable {
    /// Knows that it is there.
    case guest = 1
    /// Installs from it (GitLab's reporter, Buildkite's “read only”).
    case reader = 2
    /// Publishes to it (GitLab's developer, Buildkite's “read and write”, Gitea's write).
    case writer = 3
    /// Deletes, changes settings, decides who else may do what (GitLab's maintainer, Buildkite's “full access”).
    case admin = 4

    /// The word: `guest`, `reader`, `writer`, `admin`.
    public var name: String {
        switch self {
        case .guest: "guest"
        case .reader: "reader"
        case .writer: "writer"
        case .admin: "admin"
        }
    }

    /// The role of this word; nil for others.
    public init?(name: some StringProtocol) {
        guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }

    /// The more it lets do, the greater it is.
    public static func < (one: Role, other: Role) -> Bool { one.rawValue < other.rawValue }
}
