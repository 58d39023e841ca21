internal import RegistryCore

/// A registry, as the REST API shows it.
struct BuildkiteRegistry: Encodable, Sendable {
    let id: String
    let graphqlID: String
    let slug: String
    let url: String
    let webURL: String
    let name: String
    let ecosystem = "python"
    let type: String
    let description: Nullable<String>
    let emoji: Nullable<String>
    let color: Nullable<String>
    let isPublic: Bool
    /// As text even where it came as an array: the official clients decode a string.
    let oidcPolicy: Nullable<String>
    /// There are no teams; access is granted to users.
    let teamIDs: [String] = []

    private enum CodingKeys: String, CodingKey {
        case id, slug, url, name, ecosystem, type, description, emoji, color
        case graphqlID = "graphql_id"
        case webURL = "web_url"
        case isPublic = "public"
        case oidcPolicy = "oidc_policy"
        case teamIDs = "team_ids"
    }

    /// - Parameter access: of who asks; the policy says whose jobs may publish, which is for those with a role.
    init(_ registry: RegistryInfo, _ links: BuildkiteLinks, for access: Access) {
        self.init(registry, links, showsPolicy: access.has(.reader))
    }

    init(_ registry: RegistryInfo, _ links: BuildkiteLinks, showsPolicy: Bool = true) {
        id = registry.uuid
        graphqlID = GraphQLID.text("Registry", registry.uuid)
        slug = registry.path.registry
        url = links.registry(registry.path)
        webURL = links.registryPage(registry.path)
        name = registry.name
        type = registry.kind.rawValue
        description = Nullable(registry.description.isEmpty ? nil : registry.description)
        emoji = Nullable(registry.emoji)
        color = Nullable(registry.color)
        isPublic = registry.isPublic
        oidcPolicy = Nullable(showsPolicy ? registry.oidcPolicy : nil)
    }
}
