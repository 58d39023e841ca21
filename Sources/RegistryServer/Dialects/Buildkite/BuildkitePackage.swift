internal import ContentStore
internal import Digests
internal import RegistryCore

/// A package, as lists show it: one file, so that a wheel and an sdist of one version are two.
struct BuildkitePackageItem: Encodable, Sendable {
    struct Digests: Encodable, Sendable {
        let sha256: String
        let sha512: String
    }

    let id: String
    let url: String
    let webURL: String
    let name: String
    let version: String
    let createdAt: String
    let variant = Nullable<String>(nil)
    let metadata: [String: String] = [:]
    let digests: Digests

    private enum CodingKeys: String, CodingKey {
        case id, url, name, version, variant, metadata, digests
        case webURL = "web_url"
        case createdAt = "created_at"
    }

    init(_ file: FileEntry, _ links: BuildkiteLinks) {
        id = file.id.description
        url = links.package(file.id, in: file.registry)
        webURL = links.packagePage(file.id, in: file.registry)
        name = file.project
        version = file.version
        createdAt = Timestamp.text(file.uploaded)
        digests = Digests(sha256: file.digests.sha256.hex, sha512: file.digests[.sha512].hex)
    }
}

/// A package on its own, with where it is, and on request with everything that its page shows.
struct BuildkitePackage: Encodable, Sendable {
    let item: BuildkitePackageItem
    let organization: BuildkiteOrganization
    let registry: BuildkiteRegistryReference
    var details: BuildkitePackageDetails?

    private enum CodingKeys: String, CodingKey { case organization, registry, details }

    func encode(to encoder: any Encoder) throws {
        try item.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(organization, forKey: .organization)
        try container.encode(registry, forKey: .registry)
        try container.encodeIfPresent(details, forKey: .details)
    }
}
