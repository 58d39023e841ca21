import ContentStore
import Digests
import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer

extension BuildkiteSite {
    /// Shows `wheel-house`, then `attic`, then what is fetched from an index.
    static let all = "acme/all"
    /// An upstream registry.
    static let index = "acme/pypi"

    /// Runs `body` where there is such a composite registry.
    static func withComposite(
        _ settings: ServerSettings = ServerSettings(), _ body: @escaping @Sendable (BuildkiteSite) async throws -> Void
    ) async throws {
        try await UpstreamServer.with { elsewhere in
            try await with(settings, over: elsewhere, body)
        }
    }

    /// - Parameter elsewhere: made to offer what is put into the upstream registry.
    private static func with(
        _ settings: ServerSettings, over elsewhere: UpstreamServer,
        _ body: @escaping @Sendable (BuildkiteSite) async throws -> Void
    ) async throws {
        try await with(settings) { site in
            let registry = site.registry
            elsewhere.answering { request in
                let project = request.path.split(separator: "/").last.map(String.init) ?? ""
                var files: [FileEntry] = []
                try? registry.files(in: RegistryPath(index), project: project) { file in
                    files.append(file)
                    return true
                }
                return files.isEmpty ? .missing : .project(project, files)
            }
            var upstream = RegistrySettings()
            upstream.kind = .upstream
            upstream.upstream = UpstreamSettings(url: elsewhere.url + "/simple/")
            upstream.upstream?.isOfficial = true
            try site.registry.createRegistry(RegistryPath(index), settings: upstream)
            var composite = RegistrySettings()
            composite.kind = .composite
            composite.members = try [house, attic, index].map { try RegistryPath($0) }
            try site.registry.createRegistry(RegistryPath(all), settings: composite)
            try await body(site)
        }
    }

    /// Puts a wheel into a registry, as if it was fetched where that is an upstream one.
    @discardableResult
    func put(_ name: String, _ version: String = "1.0", in path: String) throws -> FileEntry {
        let wheel = WheelBuilder(name, version: version).build()
        let staged = try registry.stageUpload(expectedSize: Int64(wheel.bytes.count))
        try wheel.bytes.withUnsafeBytes { try staged.append($0) }
        var options = UploadOptions()
        options.isFromUpstream = path == Self.index
        return try registry.publish(
            staged.seal(), UploadClaims(filename: wheel.filename), to: RegistryPath(path), options: options
        ).entry
    }

    /// The answer with a project's page, as JSON.
    func page(_ project: String, of path: String = all, token: String?) async throws -> LiveServer.Answer {
        let credentials = token.map { [Self.basic("buildkite", $0)] } ?? []
        return try await server.request(
            "GET", "/\(path)/pypi/simple/\(project)/",
            headers: credentials + [("Accept", "application/vnd.pypi.simple.v1+json")])
    }

    /// What a file's URL leads to.
    func file(
        _ file: FileEntry, of path: String = all, suffix: String = "", token: String
    ) async throws -> LiveServer.Answer {
        try await server.request(
            "GET", "/\(path)/pypi/files/\(file.digests.sha256.hex)/\(file.filename)\(suffix)",
            headers: [Self.basic("buildkite", token)])
    }

    /// A token for installing from a registry.
    func registryToken(for path: String) throws -> String {
        var new = NewToken(.registry)
        new.description = "install"
        new.limit = .registry(try RegistryPath(path))
        return try registry.createToken(new).secret
    }
}

extension UpstreamServer.Answer {
    /// A JSON page of files that are in a registry.
    fileprivate static func project(_ name: String, _ files: [FileEntry]) -> UpstreamServer.Answer {
        let listed = files.map { file in
            #"""
            {"filename":"\#(file.filename)","url":"/files/\#(file.filename)","size":\#(file.size),
            "hashes":{"sha256":"\#(file.digests.sha256.hex)"}}
            """#
        }
        return .page(#"{"meta":{"api-version":"1.4"},"name":"\#(name)","files":[\#(listed.joined(separator: ","))]}"#)
    }
}

extension LiveServer.Answer {
    /// The filenames on a page of a project; nil where it is none.
    var filenames: [String]? { (json["files"] as? [[String: Any]])?.compactMap { $0["filename"] as? String } }
}
