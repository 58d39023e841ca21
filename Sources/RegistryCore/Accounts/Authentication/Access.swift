/// What is so between a caller and an organization or one of its registries: facts, from which a dialect makes its
/// answer.  Nothing in it is to be told to a caller who cannot see the thing.
public struct Access: Sendable, Equatable {
    /// The organization.
    public let organization: String
    /// The registry; nil where it is about the organization alone.
    public let path: RegistryPath?
    /// The registry's id; nil where there is none.
    public let registryID: String?
    /// Whether the organization, or the registry in question, is there.
    public let exists: Bool
    /// Whether the organization is there.
    public let organizationExists: Bool
    /// What the registry is made of; nil where there is none.
    public let kind: RegistryKind?
    /// Who may read without a role: what the registry says or what the organization says, whichever is more; of a
    /// composite registry nobody, and of an upstream one what it says itself.
    public let visibility: Visibility
    /// What the organization says.
    public let organizationVisibility: Visibility
    /// What the caller is to it, as far as the credential reaches; nil for a stranger.
    public let role: Role?
    /// What the credential lets the caller do.
    public let scopes: ScopeSet
    /// Whether the caller showed a credential that is good.
    public let isAuthenticated: Bool
    /// Whether the caller is a user who has signed in, by password or token, and the credential reaches here.
    public let isSignedInUser: Bool
    /// Whether the caller has a role in one of the organization's registries; only where it is about an organization.
    public let hasRoleInside: Bool

    /// Whether everybody may read it.
    public var isPublic: Bool { visibility == .public }

    /// Whether it is open to the caller without a role.
    public var isOpen: Bool { visibility == .public || (visibility == .internal && isSignedInUser) }

    /// Whether the caller may know that it is there.
    public var canSee: Bool { exists && (isOpen || role != nil || hasRoleInside) }

    /// Whether the caller may read it, as far as visibility and role go.
    public var isReadable: Bool { exists && (isOpen || has(.reader)) }

    /// Whether the caller may install from it, by scope, too.
    public var canRead: Bool { isReadable && scopes.contains(.readPackages) }

    /// Whether the caller may publish to it.
    public var canPublish: Bool { allows(.writePackages, from: .writer) }

    /// Whether the caller may delete files.  (Gitea lets writers: `allows(.deletePackages, from: .writer)`.)
    public var canDelete: Bool { allows(.deletePackages, from: .admin) }

    /// Whether the caller may change its settings, its tokens and who has which role.
    public var canAdminister: Bool { allows(.writeRegistries, from: .admin) }

    /// Whether the caller has at least this role.
    public func has(_ least: Role) -> Bool { exists && (role ?? .guest) >= least && role != nil }

    /// Whether the caller has at least this role, and the credential all these scopes.
    public func allows(_ needed: ScopeSet, from least: Role) -> Bool { has(least) && scopes.isSuperset(of: needed) }
}
