/// Where a registry is: `organization/registry`, two slugs.
public struct RegistryPath: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The organization's slug.
    public let organization: String
    /// The registry's slug.
    public let registry: String

    /// Where files go when nothing else is said: `default/packages`.
    public static let `default` = RegistryPath(checked: "default", "packages")

    /// Reads `organization/registry`.
    /// - Throws: `RegistryError.invalidPath` where there are not two parts, or one is no slug.
    public init(_ text: String) throws(RegistryError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw .invalidPath(text, problem: "it is not of the form ORGANIZATION/REGISTRY")
        }
        guard Slug.isValid(parts[0], allowsUnderscores: true) else {
            throw .invalidPath(text, problem: "“\(parts[0])” is not lower-case words joined by hyphens or underscores")
        }
        guard Slug.isValid(parts[1], allowsUnderscores: false) else {
            throw .invalidPath(text, problem: "“\(parts[1])” is not lower-case words joined by hyphens")
        }
        self.init(checked: String(parts[0]), String(parts[1]))
    }

    init(checked organization: String, _ registry: String) {
        self.organization = organization
        self.registry = registry
    }

    /// `organization/registry`.
    public var description: String { "\(organization)/\(registry)" }

    /// By organization, then registry.
    public static func < (left: RegistryPath, right: RegistryPath) -> Bool {
        (left.organization, left.registry) < (right.organization, right.registry)
    }
}
