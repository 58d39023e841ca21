/// What a registry is made of.
public enum RegistryKind: String, Sendable, CaseIterable {
    /// It has files of its own.
    case source

    /// The stored form.
    var code: UInt8 {
        switch self {
        case .source: 0
        }
    }

    init?(code: UInt8) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }
}
