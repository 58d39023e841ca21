/// The status of a project (PEP 792).
public enum ProjectStatus: String, Sendable, CaseIterable {
    /// As any other.
    case active
    /// Takes no new files; those it has stay.
    case archived
    /// Takes no new files and offers none, until somebody has looked at it.
    case quarantined
    /// Not recommended any more; else as any other.
    case deprecated

    /// Whether files can be uploaded to it.
    public var acceptsUploads: Bool { self == .active || self == .deprecated }

    /// Whether index pages list its files.
    public var offersFiles: Bool { self != .quarantined }

    /// The stored form.
    var code: UInt8 {
        switch self {
        case .active: 0
        case .archived: 1
        case .quarantined: 2
        case .deprecated: 3
        }
    }

    init?(code: UInt8) {
        guard let status = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = status
    }
}
