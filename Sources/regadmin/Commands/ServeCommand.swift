internal import ArgumentParser
internal import ContentStore
internal import Logging
internal import RegistryCore
internal import RegistryServer

struct ServeCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the registries over HTTP.",
        discussion: """
            Runs until SIGINT or SIGTERM, then finishes the transfers under way. When it listens it says where.

            Examples:
              regadmin serve
              regadmin serve --host 0.0.0.0 --port 8080

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("Port to listen on; 0 for any that is free.", valueName: "number"))
    var port = 8080

    func execute(_ console: Console) throws -> ExitStatus {
        var settings = ServerSettings()
        settings.host = host
        settings.port = port
        let interruption = Interruption.take(console)
        let registry = Registry(store: try location().openOrCreate(console))
        defer { registry.close() }
        let application = try RegistryApplication(
            registry: registry, settings: settings, logger: Logger(label: "regadmin"))
        interruption.whenRequested { Task { await application.stop() } }
        do {
            try application.runToEnd { listening in console.report(ListeningEvent(listening)) }
        } catch {
            throw CommandFailure("\(host):\(port)", "cannot listen: \(error)", status: .failed)
        }
        return .clean
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
