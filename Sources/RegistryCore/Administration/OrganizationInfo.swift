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
    /// How many registries it has.
    public let registries: Int
}
