/// A registry that a composite registry shows.
public struct RegistryMember: Sendable, Equatable {
    /// Where it is now; the composite knows it by its id, so that it may move.
    public let path: RegistryPath
    /// Its id.
    public let id: String
    /// Source or upstream.
    public let kind: RegistryKind
    /// Whether it is the organization's official index.
    public let isOfficial: Bool

    /// The most members of a composite registry.
    public static let limit = 64
}

/// Why a registry cannot be a member of a composite one.
public enum MemberProblem: Sendable, Equatable {
    /// It is composite, too.
    case composite
    /// There is none of this path.
    case unknown
    /// It belongs to another organization.
    case otherOrganization
    /// It is named twice.
    case duplicate
    /// Whoever says so may not grant others to read it.
    case notAdministered
    /// There are more than so many.
    case tooMany(limit: Int)
}

extension MemberProblem: CustomStringConvertible {
    /// A clause that follows the registry's path.
    public var description: String {
        switch self {
        case .composite: "is a composite registry itself"
        case .unknown: "is not there"
        case .otherOrganization: "belongs to another organization"
        case .duplicate: "is named twice"
        case .notAdministered: "can be shown only by who administers it, too"
        case .tooMany(let limit): "is one more than the \(limit) that a composite registry can have"
        }
    }
}

/// What is to become of a list in a registry's settings.
public enum ListChange<Element: Sendable & Equatable>: Sendable, Equatable {
    /// It stays.
    case unchanged
    /// It becomes this one.
    case set([Element])
    /// These are added at its end, where they are not in it, and those are taken out, where they are.
    case edit(adding: [Element], removing: [Element])

    /// The list afterwards.
    func applied(to list: [Element]) -> [Element] {
        switch self {
        case .unchanged: list
        case .set(let new): new
        case .edit(let added, let removed):
            list.filter { !removed.contains($0) } + added.filter { !list.contains($0) && !removed.contains($0) }
        }
    }

    /// Whether nothing is to change.
    public var isEmpty: Bool {
        switch self {
        case .unchanged: true
        case .set: false
        case .edit(let added, let removed): added.isEmpty && removed.isEmpty
        }
    }
}
