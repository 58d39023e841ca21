internal import ArgumentParser

/// The flags of `serve`, as text: `ServerOption` knows what they mean.
///
/// Each property is an option of the same name, in camel case.
struct ServeArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Address to listen on; 127.0.0.1 where nothing is said.", valueName: "address"))
    var host: String?

    @Option(
        help: ArgumentHelp(
            "Port to listen on; 0 for any that is free, 8080 where nothing is said.", valueName: "number"))
    var port: String?

    @Option(
        name: .customLong("base-url"),
        help: ArgumentHelp(
            "URL under which clients reach this server, for links in answers; else what they send as Host.",
            valueName: "url"))
    var baseUrl: String?

    @Option(
        help: ArgumentHelp(
            "Addresses and networks of proxies whose X-Forwarded-For, -Proto and -Host count.", valueName: "list"))
    var trustedProxies: String?

    @Option(
        help: ArgumentHelp("Certificate chain, PEM; with --tls-key: HTTPS with HTTP/2.", valueName: "file"),
        completion: .file())
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("Key of the certificate, PEM, not encrypted.", valueName: "file"), completion: .file())
    var tlsKey: String?

    @Option(
        help: ArgumentHelp("Which of buildkite, gitea, gitlab to speak; all where nothing is said.", valueName: "list"))
    var dialects: String?

    @Option(help: ArgumentHelp("Whether there are pages for people with a browser: yes or no.", valueName: "word"))
    var pages: String?

    @Option(help: ArgumentHelp("Registry of an organization that Gitea's routes mean; else pypi.", valueName: "name"))
    var giteaRegistry: String?

    @Option(help: ArgumentHelp("Issuers whose tokens may say who a CI job is.", valueName: "urls"))
    var oidcIssuers: String?

    @Option(help: ArgumentHelp("Largest file that is taken; 3GiB where nothing is said.", valueName: "size"))
    var uploadLimit: String?

    @Option(help: ArgumentHelp("The same for uploads by Buildkite's routes.", valueName: "size"))
    var buildkiteUploadLimit: String?

    @Option(help: ArgumentHelp("The same for uploads by Gitea's routes.", valueName: "size"))
    var giteaUploadLimit: String?

    @Option(help: ArgumentHelp("The same for uploads by GitLab's routes.", valueName: "size"))
    var gitlabUploadLimit: String?

    @Option(help: ArgumentHelp("Uploads taken in at the same time; more wait.", valueName: "number"))
    var concurrentUploads: String?

    @Option(help: ArgumentHelp("Connections open at the same time; more wait to be accepted.", valueName: "number"))
    var connections: String?

    @Option(help: ArgumentHelp("Threads that read and write the store.", valueName: "number"))
    var threads: String?

    @Option(help: ArgumentHelp("Memory for finished index pages.", valueName: "size"))
    var pageCache: String?

    @Option(help: ArgumentHelp("Close connections without a request after this.", valueName: "time"))
    var idleTimeout: String?

    @Option(help: ArgumentHelp("Time for the header of a request, and for a TLS handshake.", valueName: "time"))
    var headerTimeout: String?

    @Option(
        help: ArgumentHelp(
            "Close connections whose client takes nothing of its answer for this long.", valueName: "time"))
    var stallTimeout: String?

    @Option(help: ArgumentHelp("Close connections that send less of a body, in bytes a second.", valueName: "number"))
    var leastRate: String?

    @Option(
        help: ArgumentHelp(
            "Log from this level on: trace, debug, info, notice, warning, error, critical.", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("Log lines as text or as json.", valueName: "format"))
    var logFormat: String?

    @Option(help: ArgumentHelp("Whether each request has a line in the log: yes or no.", valueName: "word"))
    var logRequests: String?

    @Option(
        help: ArgumentHelp(
            "Bearer token that opens /metrics; without one, only this machine may read them.", valueName: "secret"))
    var metricsToken: String?

    @Option(
        help: ArgumentHelp(
            "Time for transfers under way when the server is to stop; 30s where nothing is said.", valueName: "time"))
    var shutdownTimeout: String?

    @Option(help: ArgumentHelp("Collect garbage in the background, this often.", valueName: "time"))
    var gcEvery: String?

    @Option(
        help: ArgumentHelp(
            "Certificate authorities that indexes elsewhere may have besides the system's, a PEM file.",
            valueName: "file"),
        completion: .file())
    var upstreamCa: String?

    /// The values that were given, by the names of their options.
    var given: [String: String] {
        var values: [String: String] = [:]
        for child in Mirror(reflecting: self).children {
            guard let label = child.label, let option = child.value as? Option<String?>, let value = option.wrappedValue
            else { continue }
            values[Self.optionName(label)] = value
        }
        return values
    }

    /// `_baseUrl` is the wrapper of `baseUrl`, whose option is `base-url`.
    private static func optionName(_ label: String) -> String {
        label.drop { $0 == "_" }.reduce(into: "") { name, letter in
            if letter.isUppercase { name += "-" }
            name += letter.lowercased()
        }
    }
}
