import HTTPTypes
import HummingbirdCore
import NIOCore
import RegistryCore
import RegistryServer

/// Serves the files of the default registry and nothing else.
struct FileDialect: Dialect {
    static let name = DialectName.buildkite
    private let services: Services

    init(_ services: Services) { self.services = services }

    func addRoutes(to routes: inout RouteTable) {
        routes.get("/files/{filename}") { request, context in
            let name = context.parameters["filename"]
            let isMetadata = name.hasSuffix(".metadata")
            let filename = isMetadata ? String(name.dropLast(".metadata".count)) : name
            let file = try await services.blocking.run { [registry = services.registry] in
                try registry.file(at: .default, filename: filename).file
            }
            let options = FileResponses.Options(isImmutable: true, isPublic: true)
            guard isMetadata else { return try await services.files.respond(file, request, context, options: options) }
            return try await services.files.respondMetadata(of: file, request, context, options: options)
                ?? PlainAnswer.of(.notFound)
        }
        routes.post("/count") { request, _ in
            var bytes = 0
            for try await chunk in request.body { bytes += chunk.readableBytes }
            return PlainAnswer.of(.ok, "\(bytes)")
        }
        routes.post("/refuse") { _, _ in PlainAnswer.of(.unauthorized) }
        routes.get("/slow") { _, _ in
            try await Task.sleep(for: .milliseconds(300))
            return PlainAnswer.of(.ok, "slow")
        }
    }

    func response(to error: any Error, _ request: Request, _ context: ServerContext) -> Response {
        if case RegistryError.noSuchFile? = error as? RegistryError { return PlainAnswer.of(.notFound) }
        return PlainAnswer.to(error)
    }
}
