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
    /// Of a composite registry, but for the official index; nil for others.
    let upstreams: [BuildkiteUpstream]?
    /// Whether a composite registry's last member is the organization's official index; nil for others.
    let isOfficial: Bool?
    /// Only where one registry is shown, to those with a role.
    let reservedNames: [String]?

    private enum CodingKeys: String, CodingKey {
        case id, slug, url, name, ecosystem, type, description, emoji, color
        case graphqlID = "graphql_id"
        case webURL = "web_url"
        case isPublic = "public"
        case oidcPolicy = "oidc_policy"
        case teamIDs = "team_ids"
        case upstreams
        case isOfficial = "official"
        case reservedNames = "reserved_names"
    }

    /// - Parameter access: of who asks; the policy says whose jobs may publish, which is for those with a role.
    init(
        _ registry: RegistryInfo, _ reservations: [NameReservation]?, _ links: BuildkiteLinks, for access: Access
    ) {
        let isInsider = access.has(.reader)
        self.init(registry, isInsider ? reservations : nil, links, showsPolicy: isInsider)
    }

    init(
        _ registry: RegistryInfo, _ reservations: [NameReservation]?, _ links: BuildkiteLinks, showsPolicy: Bool = true
    ) {
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
        let isComposite = registry.kind == .composite
        upstreams =
            isComposite
            ? registry.members.filter { !$0.isOfficial }.map { BuildkiteUpstream($0, links) } : nil
        isOfficial = isComposite ? registry.members.contains(where: \.isOfficial) : nil
        reservedNames = reservations?.map(\.description)
    }
}

/// A member of a composite registry.
struct BuildkiteUpstream: Encodable, Sendable {
    let slug: String
    let type: String
    let url: String
    let webURL: String

    private enum CodingKeys: String, CodingKey {
        case slug, type, url
        case webURL = "web_url"
    }

    init(_ member: RegistryMember, _ links: BuildkiteLinks) {
        slug = member.path.registry
        type = member.kind.rawValue
        url = links.registry(member.path)
        webURL = links.registryPage(member.path)
    }
}
