internal import FoundationEssentials
internal import RegistryCore

/// The other id that every object has: opaque text made from its kind and its UUID.
enum GraphQLID {
    /// Base64 of `Kind---uuid`.
    static func text(_ kind: String, _ id: String) -> String {
        Data("\(kind)---\(id)".utf8).base64EncodedString()
    }
}

/// An organization, as other objects refer to it.
struct BuildkiteOrganization: Encodable, Sendable {
    let id: String
    let slug: String
    let url: String
    let webURL: String

    private enum CodingKeys: String, CodingKey {
        case id, slug, url
        case webURL = "web_url"
    }

    init(_ organization: OrganizationInfo, _ links: BuildkiteLinks) {
        id = organization.uuid
        slug = organization.slug
        url = links.organization(organization.slug)
        webURL = links.organizationPage(organization.slug)
    }
}

/// A registry, as other objects refer to it.
struct BuildkiteRegistryReference: Encodable, Sendable {
    let id: String
    let graphqlID: String
    let slug: String
    let url: String
    let webURL: String

    private enum CodingKeys: String, CodingKey {
        case id, slug, url
        case graphqlID = "graphql_id"
        case webURL = "web_url"
    }

    init(_ registry: RegistryInfo, _ links: BuildkiteLinks) {
        id = registry.uuid
        graphqlID = GraphQLID.text("Registry", registry.uuid)
        slug = registry.path.registry
        url = links.registry(registry.path)
        webURL = links.registryPage(registry.path)
    }
}
