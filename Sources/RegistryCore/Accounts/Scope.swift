/// One thing that a token lets its bearer do, where the bearer's role does too.
public enum Scope: String, Sendable, CaseIterable {
    /// Look at files and install them.
    case readPackages = "read_packages"
    /// Publish files.
    case writePackages = "write_packages"
    /// Delete files.
    case deletePackages = "delete_packages"
    /// Look at registries and their settings.
    case readRegistries = "read_registries"
    /// Make registries, change their settings and tokens.
    case writeRegistries = "write_registries"
    /// Delete registries.
    case deleteRegistries = "delete_registries"

    /// The set with this one in it.
    public var set: ScopeSet {
        switch self {
        case .readPackages: .readPackages
        case .writePackages: .writePackages
        case .deletePackages: .deletePackages
        case .readRegistries: .readRegistries
        case .writeRegistries: .writeRegistries
        case .deleteRegistries: .deleteRegistries
        }
    }
}

/// Several scopes.  The raw value is stored.
public struct ScopeSet: OptionSet, Hashable, Sendable {
    /// A bit for each scope.
    public let rawValue: UInt8

    /// The scopes of these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// See `Scope.readPackages`.
    public static let readPackages = ScopeSet(rawValue: 1)
    /// See `Scope.writePackages`.
    public static let writePackages = ScopeSet(rawValue: 2)
    /// See `Scope.deletePackages`.
    public static let deletePackages = ScopeSet(rawValue: 4)
    /// See `Scope.readRegistries`.
    public static let readRegistries = ScopeSet(rawValue: 8)
    /// See `Scope.writeRegistries`.
    public static let writeRegistries = ScopeSet(rawValue: 16)
    /// See `Scope.deleteRegistries`.
    public static let deleteRegistries = ScopeSet(rawValue: 32)

    /// Everything that concerns packages.
    public static let packages: ScopeSet = [.readPackages, .writePackages, .deletePackages]
    /// Everything that only looks.
    public static let reading: ScopeSet = [.readPackages, .readRegistries]
    /// Everything.
    public static let all: ScopeSet = [.packages, .readRegistries, .writeRegistries, .deleteRegistries]

    /// The scopes in it, in the order they are declared.
    public var scopes: [Scope] { Scope.allCases.filter { contains($0.set) } }

    /// Our names of the scopes in it: `read_packages`, ….
    public var names: [String] { scopes.map(\.rawValue) }

    /// What other systems call scopes, in our terms.
    ///
    /// Gitea's `write:package` includes reading and deleting, GitLab's `write_package_registry` does too (project
    /// policy of GitLab).
    private static let foreignNames: [String: ScopeSet] = [
        "all": .all,
        "read:package": .readPackages, "write:package": .packages,
        "read:organization": .readRegistries,
        "write:organization": [.readRegistries, .writeRegistries, .deleteRegistries],
        "api": .all, "read_api": .reading,
        "read_package_registry": .readPackages, "write_package_registry": .packages,
    ]

    /// The scopes of a name from any of the systems: `write_packages`, `write:package`, `read_api`; nil for others.
    public init?(name: some StringProtocol) {
        if let scope = Scope(rawValue: String(name)) {
            self = scope.set
        } else if let set = Self.foreignNames[String(name)] {
            self = set
        } else {
            return nil
        }
    }

    /// Every name that `init(name:)` knows, for help and completions.
    public static let knownNames = Scope.allCases.map(\.rawValue) + foreignNames.keys.sorted()

    /// The least role with which all of them mean something.
    var leastRole: Role {
        if !isDisjoint(with: [.deletePackages, .writeRegistries, .deleteRegistries]) { return .admin }
        if contains(.writePackages) { return .writer }
        return isEmpty ? .guest : .reader
    }
}
