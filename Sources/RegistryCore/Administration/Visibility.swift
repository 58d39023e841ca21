/// Who may read a registry without having been granted it.
public enum Visibility: String, Sendable, CaseIterable {
    /// Nobody.
    case `private`
    /// Everybody who has an account.
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
}
