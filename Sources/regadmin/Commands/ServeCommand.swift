internal import ArgumentParser
internal import ContentStore
internal import Glibc
internal import Logging
internal import RegistryCore
internal import RegistryServer
internal import SystemPackage

struct ServeCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the registries over HTTP.",
        discussion: """
            Runs until SIGINT or SIGTERM, then finishes the transfers under way. When it listens it says where; the \
            log goes to standard error.

            Every option can also be given in the environment (--base-url as REGADMIN_BASE_URL) and in a file of \
            JSON ("base-url": "https://…"); a flag wins over the environment, that over the file. A list has commas. \
            /healthz, /readyz and /metrics say how the server is.

            Examples:
              regadmin serve
              regadmin serve --base-url https://packages.example.com --trusted-proxies 127.0.0.1
              regadmin serve --host 0.0.0.0 --port 443 --tls-certificate chain.pem --tls-key key.pem
              regadmin serve --config /etc/regadmin.json --print-configuration

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup(title: "Server Options") var arguments: ServeArguments

    @Option(
        help: ArgumentHelp("File with options, JSON; else $REGADMIN_CONFIG.", valueName: "file"), completion: .file())
    var config: String?

    @Flag(help: "Print what would be in force and where it comes from, without secrets, and end.")
    var printConfiguration = false

    func execute(_ console: Console) throws -> ExitStatus {
        let interruption = Interruption.take(console)
        let configuration = try readConfiguration()
        if printConfiguration {
            for option in ServerOption.all { console.report(ConfiguredEvent(option, configuration)) }
            return .clean
        }
        let settings = configuration.settings
        // A client that is gone is an error of one write, not the end of the server.
        signal(SIGPIPE, SIG_IGN)
        let sink = LogSink()
        defer { sink.flush() }
        let logger = Logger(label: "regadmin") { _ in ServerLogHandler(sink, settings.log) }
        let registry = Registry(store: try location().openOrCreate(console))
        defer { registry.close() }
        let application = try makeApplication(registry, settings, logger, sink)
        interruption.whenRequested { Task { await application.stop() } }
        do {
            try application.runToEnd { listening in console.report(ListeningEvent(listening)) }
        } catch {
            throw CommandFailure("\(settings.host):\(settings.port)", "cannot listen: \(error)", status: .failed)
        }
        return .clean
    }

    private func readConfiguration() throws -> ServerConfigurationReader {
        let environment = Self.environment
        let file = (config ?? environment["REGADMIN_CONFIG"]).map { FilePath($0).absolute }
        let flags = arguments.given
        return try RegistryApplication.waiting {
            try await ServerConfigurationReader(flags: flags, environment: environment, file: file)
        }
    }

    private func makeApplication(
        _ registry: Registry, _ settings: ServerSettings, _ logger: Logger, _ sink: LogSink
    ) throws -> RegistryApplication {
        do {
            return try RegistryApplication(registry: registry, settings: settings, logger: logger, log: sink)
        } catch {
            // Nothing else can be wrong by now.
            let files = settings.tls.map { "\($0.certificate), \($0.key)" } ?? "serve"
            throw CommandFailure(files, "cannot be used as certificate and key: \(error)", status: .usage)
        }
    }

    private static var environment: [String: String] {
        var variables: [String: String] = [:]
        var next = unsafe environ
        while let text = unsafe next.pointee {
            let pair = unsafe String(cString: text).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2, pair[0].hasPrefix("REGADMIN_"), !pair[1].isEmpty {
                variables[String(pair[0])] = String(pair[1])
            }
            unsafe next += 1
        }
        return variables
    }
}

/// A server that listens.
struct ListeningEvent: OutputEvent {
    static let event = "listening"
    let url: String
    let host: String
    let port: Int

    init(_ listening: RegistryApplication.Listening) {
        url = listening.url
        host = listening.host
        port = listening.port
    }

    var text: String? { "listening on \(url)" }
}

/// One option of the server as it would be in force.
struct ConfiguredEvent: OutputEvent {
    static let event = "option"
    let option: String
    /// Nil for nothing.
    let value: String?
    /// `flag`, `environment`, `file` or `default`.
    let source: String

    init(_ option: ServerOption, _ configuration: ServerConfigurationReader) {
        self.option = option.name
        let value = option.read(configuration.settings)
        self.value = option.isSecret && value != nil ? "(set, not shown)" : value
        source = (configuration.sources[option.name] ?? .standard).rawValue
    }

    var text: String? { "\(option) = \(SafeText.escaping(value ?? ""))  (\(source))" }
}
