import AsyncHTTPClient
import ContentStore
import FixtureBuilders
import Foundation
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import RegistryCore
import RegistryServer
import Secrets
import Synchronization
import SystemPackage
import TestSupport

/// The `regadmin` that was built along with the tests, which reads archives; it lies beside the test bundle.
private let workerExecutable = FilePath(
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
)
.appending("regadmin")

/// The real application inside the test process, on a port of its own, over a store of its own.
struct LiveServer {
    /// What a request came to.
    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        /// The one value of a field; nil where it is not there.
        func header(_ name: String) -> String? { headers.first(name: name) }
    }

    struct NeverListened: Error {}

    let registry: Registry
    let root: FilePath
    let listening: RegistryApplication.Listening
    let client: HTTPClient
    let application: RegistryApplication

    var url: String { listening.url }

    private static let turns = Turns(places: 3)

    /// Runs `body` with a server when there is a place for one, and stops it afterwards.
    static func with<Result: Sendable>(
        _ settings: ServerSettings = ServerSettings(), dialects: [any Dialect.Type] = Dialects.all,
        logger: Logger? = nil, prepare: @escaping @Sendable (Registry) throws -> Void = { _ in },
        _ body: @escaping @Sendable (LiveServer) async throws -> Result
    ) async throws -> Result {
        await turns.enter()
        defer { turns.leave() }
        return try await withTemporaryDirectory { root in
            // The threads of the tests are those of the server's handlers.
            let registry = try await onOwnThread {
                var options = RegistryOptions()
                options.workerExecutable = workerExecutable
                options.passwordCost = .least
                let store = try Store.openOrCreate(at: root.appending("store")).store
                let registry = Registry(store: store, options: options)
                try prepare(registry)
                return registry
            }
            defer { registry.close() }
            var settings = settings
            settings.port = 0
            let quiet = logger ?? Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            let application = try RegistryApplication(
                registry: registry, settings: settings, logger: quiet, dialects: dialects)
            var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
            configuration.timeout.connect = .seconds(60)
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
            let (started, starting) = AsyncStream.makeStream(of: RegistryApplication.Listening.self)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { starting.finish() }
                    try await application.run { starting.yield($0) }
                }
                do {
                    guard let listening = await started.first(where: { _ in true }) else {
                        try await group.waitForAll()
                        throw NeverListened()
                    }
                    let server = LiveServer(
                        registry: registry, root: root, listening: listening, client: client, application: application)
                    let result = try await body(server)
                    try await client.shutdown()
                    await application.stop()
                    try await group.waitForAll()
                    return result
                } catch {
                    try? await client.shutdown()
                    await application.stop()
                    try? await group.waitForAll()
                    throw error
                }
            }
        }
    }

    /// One request and its whole answer.
    /// - Parameter path: what follows the port, as it goes over the wire.
    func request(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = HTTPMethod(rawValue: method)
        request.headers = HTTPHeaders(headers)
        if let body { request.body = .bytes(body) }
        let response = try await client.execute(request, timeout: .seconds(300))
        let bytes = try await response.body.collect(upTo: 256 << 20)
        return Answer(
            status: Int(response.status.code), headers: response.headers, body: Array(bytes.readableBytesView))
    }
}

extension Registry {
    /// Publishes bytes as a file, as an upload would.
    @discardableResult
    func publish(_ distribution: BuiltDistribution, to path: RegistryPath = .default) throws -> FileEntry {
        if try !registries().contains(where: { $0.path == path }) { try createRegistry(path) }
        let staged = try stageUpload(expectedSize: Int64(distribution.bytes.count))
        try distribution.bytes.withUnsafeBytes { try staged.append($0) }
        return try publish(staged.seal(), UploadClaims(filename: distribution.filename), to: path).entry
    }
}
