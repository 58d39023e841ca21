/// An organization, as lists show it.
public struct OrganizationInfo: Sendable, Equatable {
    /// What stands in paths.
    public let slug: String
    /// As its makers write it.
    public let name: String
    /// Milliseconds since 1970.
    public let created: Int64
    /// A UUID of version 7 that goes with the slug and the moment.
    public var uuid: String { UUIDText.derived(from: "organization \(slug)", made: created) }
    /// Who may read all its registries without a role.
    public let visibility: Visibility
    /// How many registries it has.
    public let registries: Int
    /// The UUID for those who count; below 2^53.
    public var number: UInt64 { FileID(uuid)?.number ?? 0 }
}

/// What is to change of an organization; nil stays as it is.
public struct OrganizationChanges: Sendable {
    /// As its makers write it, at most 200 bytes.
    public var name: String?
    /// Who may read all its registries without a role.
    public var visibility: Visibility?

    /// Nothing.
    public init() {}
}
