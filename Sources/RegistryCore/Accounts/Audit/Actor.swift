internal import Glibc

/// Who makes a change: what the audit log says of them.
public struct Actor: Sendable, Hashable {
    /// As whom they came.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// A login of this machine, at the command line.
        case local = 0
        /// A user, by password.
        case user = 1
        /// Whoever has a token; `name` is its user, or what the token is called.
        case token = 2
        /// A job that an OpenID Connect issuer vouches for; `name` is its subject.
        case oidc = 3
        /// Nobody gave a name.
        case anonymous = 4
    }

    /// Which door they came through.
    public enum Via: String, Sendable, CaseIterable {
        /// `regadmin`.
        case cli
        /// Buildkite's API.
        case buildkite
        /// Gitea's API.
        case gitea
        /// GitLab's API.
        case gitlab
        /// The server's own pages.
        case pages
        /// What the server does by itself with upstream registries.
        case upstream
    }

    /// As whom.
    public var kind: Kind
    /// The login, user, token or subject; the log keeps the first 255 bytes.
    public var name: String
    /// The id of the token they used.
    public var tokenID: String?
    /// Where they called from, an IP address; nil at the command line.
    public var address: String?
    /// Through what.
    public var via: Via

    /// Somebody.
    public init(kind: Kind, name: String, tokenID: String? = nil, address: String? = nil, via: Via) {
        self.kind = kind
        self.name = name
        self.tokenID = tokenID
        self.address = address
        self.via = via
    }

    /// The login whose process this is; its number where it has no name.
    public static let local = Actor(kind: .local, name: loginName, via: .cli)

    private static var loginName: String {
        let number = geteuid()
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var room = [CChar](repeating: 0, count: 1 << 14)
        let name: String? = unsafe room.withUnsafeMutableBufferPointer { room in
            guard let base = room.baseAddress,
                unsafe getpwuid_r(number, &entry, base, room.count, &found) == 0, unsafe found != nil,
                let name = unsafe entry.pw_name
            else { return nil }
            return unsafe String(cString: name)
        }
        return name ?? "uid \(number)"
    }
}
