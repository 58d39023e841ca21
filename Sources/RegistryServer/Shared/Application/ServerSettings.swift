public import SystemPackage
public import Upstream

/// How the server works: everything that an operator can say, in one place.
///
/// `docs/serving.md` has the same as a table; `ServerSettingsReader` reads it from flags, environment and file.
public struct ServerSettings: Sendable {
    /// Addresses to listen on: a name or an address.
    public var host = "127.0.0.1"
    /// 0: any that is free.
    public var port = 8080
    /// Scheme, host and perhaps a path, without a slash at the end, for the URLs in answers; nil: what the client
    /// wrote as `Host`.
    public var baseURL: String?
    /// Proxies whose `X-Forwarded-…` fields count.
    public var trustedProxies: [AddressRange] = []
    /// PEM files of the certificate chain and of its key; nil: plain HTTP.
    public var tls: TLSFiles?
    /// The dialects that are served.
    public var dialects = Set(DialectName.allCases)
    /// Whether there are pages for people with a browser.
    public var pages = true
    /// The registry of an organization that Gitea's routes mean.
    public var giteaRegistry = "pypi"
    /// Issuers of tokens that are trusted to say who a CI job is: their URLs.
    public var oidcIssuers: [String] = []
    /// What clients may ask at most.
    public var limits = ServerLimits()
    /// What is logged, and how.
    public var log = LogSettings()
    /// Who may read `/metrics`.
    public var metrics = MetricsSettings()
    /// How indexes elsewhere are asked.
    public var upstream = UpstreamLimits()
    /// Seconds that transfers under way get when the server is told to stop.
    public var shutdownSeconds: Int64 = 30
    /// Seconds between collections in the background; nil: none.
    public var collectionSeconds: Int64?

    /// The defaults, to be changed field by field.
    public init() {}

    /// Where certificate and key are.
    public struct TLSFiles: Sendable, Equatable {
        /// The chain, leaf first.
        public var certificate: FilePath
        /// The leaf's key, not encrypted.
        public var key: FilePath

        /// Both files.
        public init(certificate: FilePath, key: FilePath) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// What is logged, and how.
    public struct LogSettings: Sendable, Equatable {
        /// One object or one line of text for each event.
        public enum Format: String, Sendable, CaseIterable {
            /// For people.
            case text
            /// For programs.
            case json
        }

        /// From this on: `trace`, `debug`, `info`, `notice`, `warning`, `error`, `critical`.
        public var level = "info"
        /// How lines look.
        public var format = Format.text
        /// Whether each request has a line.
        public var requests = true
    }

    /// Who may read `/metrics`.
    public struct MetricsSettings: Sendable, Equatable {
        /// A bearer token that opens them from anywhere; nil: only this machine may read them.
        public var token: String?
    }
}
