/// Who may read a registry, or all registries of an organization, without having been granted it.
public enum Visibility: String, Sendable, Comparable, CaseIterable {
    /// Nobody.
    case `private`
    /// Every user who has signed in (Gitea's “limited”).
    case `internal`
    /// Everybody.
    case `public`

    /// The stored form.
    var code: UInt8 {
        switch self {
        case .private: 0
        case .public: 1
        case .internal: 2
        }
    }

    init?(code: UInt8) {
        guard let visibility = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = visibility
    }

    /// The more may read, the greater it is.
    public static func < (one: Visibility, other: Visibility) -> Bool { one.openness < other.openness }

    private var openness: Int {
        switch self {
        case .private: 0
        case .internal: 1
        case .public: 2
        }
    }
}
