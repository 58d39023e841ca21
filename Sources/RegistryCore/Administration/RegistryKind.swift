/// What a registry is made of.  It is said when the registry is made, and never changes.
public enum RegistryKind: String, Sendable, CaseIterable {
    /// It has files of its own, which were published to it.
    case source
    /// It shows the files of its members, other registries of its organization, and has none of its own.
    case composite
    /// It stands for an index elsewhere: its files are those that were fetched from there and checked.
    case upstream

    /// The stored form.
    var code: UInt8 {
        switch self {
        case .source: 0
        case .composite: 1
        case .upstream: 2
        }
    }

    init?(code: UInt8) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }
}
