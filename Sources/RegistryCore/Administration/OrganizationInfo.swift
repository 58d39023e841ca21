/// An organization, as lists show it.
public struct OrganizationInfo: Sendable, Equatable {
    /// What stands in paths.
    public let slug: String
    /// As its makers write it.
    public let name: String
    /// Milliseconds since 1970.
    public let created: Int64
    /// How many registries it has.
    public let registries: Int
}
