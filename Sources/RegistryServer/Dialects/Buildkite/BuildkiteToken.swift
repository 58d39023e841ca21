internal import RegistryCore

/// A registry token, as the REST API shows it.
struct BuildkiteToken: Encodable, Sendable {
    let id: String
    let graphqlID: String
    let description: String
    let url: String
    let createdAt: String
    let createdBy: Nullable<BuildkiteUser>
    let organization: BuildkiteOrganization
    let registry: BuildkiteRegistryReference
    /// The secret: only in the answer to whoever makes the token.
    var token: String?

    private enum CodingKeys: String, CodingKey {
        case id, description, url, organization, registry, token
        case graphqlID = "graphql_id"
        case createdAt = "created_at"
        case createdBy = "created_by"
    }

    /// - Parameter creator: nil where it was made at the command line, or the user is not there any more.
    init(
        _ token: TokenInfo, creator: User?, _ organization: OrganizationInfo, _ registry: RegistryInfo,
        _ links: BuildkiteLinks
    ) {
        id = token.id
        graphqlID = GraphQLID.text("RegistryToken", token.id)
        description = token.description
        url = links.token(token.id, of: registry.path)
        createdAt = Timestamp.text(token.created)
        createdBy = Nullable(creator.map(BuildkiteUser.init))
        self.organization = BuildkiteOrganization(organization, links)
        self.registry = BuildkiteRegistryReference(registry, links)
    }
}

/// A user, as other objects refer to one.
struct BuildkiteUser: Encodable, Sendable {
    let id: String
    let graphqlID: String
    let name: String
    let email: String
    let avatarURL = Nullable<String>(nil)
    let createdAt: String

    private enum CodingKeys: String, CodingKey {
        case id, name, email
        case graphqlID = "graphql_id"
        case avatarURL = "avatar_url"
        case createdAt = "created_at"
    }

    init(_ user: User) {
        id = user.id
        graphqlID = GraphQLID.text("User", user.id)
        name = user.displayName.isEmpty ? user.name : user.displayName
        email = user.email
        createdAt = Timestamp.text(user.created)
    }
}
