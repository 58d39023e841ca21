/// What a grant or a token is about.
public enum GrantTarget: Sendable, Hashable, CustomStringConvertible {
    /// An organization with all its registries, present and to come.
    case organization(String)
    /// One registry.
    case registry(RegistryPath)

    /// Reads `organization` or `organization/registry`.
    /// - Throws: `RegistryError.invalidPath`, `invalidSlug`.
    public init(_ text: String) throws(RegistryError) {
        if text.utf8.contains(UInt8(ascii: "/")) {
            self = .registry(try RegistryPath(text))
        } else {
            guard Slug.isValid(text, allowsUnderscores: true) else { throw .invalidSlug(text) }
            self = .organization(text)
        }
    }

    /// `organization` or `organization/registry`.
    public var description: String {
        switch self {
        case .organization(let slug): slug
        case .registry(let path): "\(path)"
        }
    }
}

/// That a user has a role somewhere.
public struct Grant: Sendable, Hashable {
    /// The user's name, in lower case.
    public let user: String
    /// Where.
    public let target: GrantTarget
    /// What they are there.
    public let role: Role
}
