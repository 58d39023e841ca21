internal import FoundationEssentials
public import RegistryCore

/// The index that an upstream registry stands for: where it is, and what it is shown of who asks.
public struct UpstreamEndpoint: Sendable {
    let root: UpstreamAddress
    private let authorization: String?

    /// Nil where the URL is none.
    public init?(_ settings: UpstreamSettings) {
        let url = settings.url.hasSuffix("/") ? settings.url : settings.url + "/"
        guard let root = UpstreamAddress(url) else { return nil }
        self.root = root
        authorization = settings.credentials.map { credentials in
            "Basic " + Data("\(credentials.user):\(credentials.password)".utf8).base64EncodedString()
        }
    }

    /// Where a project's page is.
    /// - Parameter project: the normalized name.
    func page(of project: String) -> String { "\(root.text)\(project)/" }

    /// What goes into `Authorization`: nothing unless scheme, host and port are the index's own.
    func authorization(for address: UpstreamAddress) -> String? {
        address.origin == root.origin ? authorization : nil
    }
}

extension UpstreamEndpoint: CustomStringConvertible, CustomReflectable {
    /// Its address.
    public var description: String { root.shown }
    /// Nothing, so that no dump shows credentials.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
