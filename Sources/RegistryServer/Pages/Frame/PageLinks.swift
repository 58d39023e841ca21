internal import RegistryCore
internal import SimpleIndex

/// The paths of pages, below the path that `--base-url` has.
///
/// Slugs, ids and numbers are plain characters; what people type goes through `query`.
struct PageLinks: Sendable, Equatable {
    /// What every path begins with; no slash at its end.
    let root: String

    /// - Parameter publicURL: as `Services.publicURL` has it.
    init(publicURL: String) {
        let rest = publicURL.drop { $0 != ":" }.dropFirst(3)
        root = rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? ""
    }

    var home: String { "\(root)/" }
    var signIn: String { "\(root)/sign-in" }
    var signOut: String { "\(root)/sign-out" }
    var tokens: String { "\(root)/account/tokens" }
    var health: String { "\(root)/admin/health" }

    func asset(_ name: String) -> String { "\(root)/assets/\(name)" }

    func organization(_ slug: String) -> String { "\(root)/organizations/\(slug)" }

    func newRegistry(in organization: String) -> String { "\(root)/organizations/\(organization)/new-registry" }

    /// The page of a registry, or one of its tabs.
    func registry(_ path: RegistryPath, _ tab: String? = nil) -> String {
        "\(root)/organizations/\(path.organization)/packages/registries/\(path.registry)" + (tab.map { "/\($0)" } ?? "")
    }

    /// The page of a file, or one of its tabs.
    func package(_ id: FileID, in path: RegistryPath, _ tab: String? = nil) -> String {
        "\(registry(path))/packages/\(id)" + (tab.map { "/\($0)" } ?? "")
    }

    func token(_ id: String) -> String { "\(tokens)/\(id)" }

    /// `?name=value&…` of those that are not empty; nothing where all are.
    static func query(_ fields: KeyValuePairs<String, String>) -> String {
        let given = fields.filter { !$0.value.isEmpty }
        return given.isEmpty
            ? "" : "?" + given.map { "\($0.key)=\(PathSegment.encoded($0.value))" }.joined(separator: "&")
    }

    /// A path that somebody gave to come back to; home where it might lead elsewhere.
    func local(_ path: String?) -> String {
        guard let path, path.hasPrefix("\(root)/"), !path.hasPrefix("//"), path.utf8.count <= 2048,
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") })
        else { return home }
        return path
    }
}
