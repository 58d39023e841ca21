public import RegistryCore

/// An upstream registry, as its index is asked for it.
public struct UpstreamSource: Sendable {
    /// Where it is.
    public let path: RegistryPath
    /// Its id.
    public let id: String
    /// What it is like.
    public let settings: UpstreamSettings
    let endpoint: UpstreamEndpoint

    /// Nil for a registry of another kind.
    public init?(_ registry: RegistryInfo) {
        guard let settings = registry.upstream, let endpoint = UpstreamEndpoint(settings) else { return nil }
        path = registry.path
        id = registry.id
        self.settings = settings
        self.endpoint = endpoint
    }
}
