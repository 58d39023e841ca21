internal import RegistryCore

/// The addresses that answers name, below the address that the client reaches the server by.
///
/// Slugs and ids are plain characters: nothing here needs to be escaped.
struct BuildkiteLinks: Sendable, Equatable {
    /// Scheme, host and perhaps a path, without a slash at the end.
    let base: String

    /// The registries of an organization, in the REST API.
    func registries(of organization: String) -> String {
        "\(base)/v2/packages/organizations/\(organization)/registries"
    }

    /// One registry, in the REST API.
    func registry(_ path: RegistryPath) -> String { "\(registries(of: path.organization))/\(path.registry)" }

    /// One registry, for people.
    func registryPage(_ path: RegistryPath) -> String {
        "\(base)/organizations/\(path.organization)/packages/registries/\(path.registry)"
    }

    /// The packages of a registry, in the REST API.
    func packages(of path: RegistryPath) -> String { "\(registry(path))/packages" }

    /// One package, in the REST API.
    func package(_ id: FileID, in path: RegistryPath) -> String { "\(packages(of: path))/\(id)" }

    /// One package, for people.
    func packagePage(_ id: FileID, in path: RegistryPath) -> String { "\(registryPage(path))/packages/\(id)" }

    /// One registry token, in the REST API.
    func token(_ id: String, of path: RegistryPath) -> String { "\(registry(path))/tokens/\(id)" }

    /// An organization, in the REST API.
    func organization(_ slug: String) -> String { "\(base)/v2/organizations/\(slug)" }

    /// An organization, for people.
    func organizationPage(_ slug: String) -> String { "\(base)/\(slug)" }

    /// What an installer is given as its index.
    func index(of path: RegistryPath) -> String { "\(base)/\(path)/pypi/simple/" }

    /// Where the file of a ticket is sent.
    func upload(_ ticket: String) -> String { "\(uploads)/\(ticket)" }

    /// What all of those begin with.
    var uploads: String { "\(base)/v2/packages/uploads" }
}
