import FixtureBuilders
import Foundation
import NIOSSL
import RegistryCore
import RegistryServer
import TestSupport
import Testing

@testable import Upstream

/// A server with a public upstream registry, `acme/index`, that stands for a test's own index.
struct UpstreamSite {
    let server: LiveServer
    let index: UpstreamServer

    static let path = try! RegistryPath("acme/index")
    static let wheel = WheelBuilder("kite", version: "1.0").compression(.stored)
        .file("kite/data.bin", (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 9) }).build()
    static let fileURL = "/files/\(wheel.filename)"

    /// Times that do not keep a test waiting.
    static var limits: UpstreamLimits {
        var limits = UpstreamLimits()
        limits.pauseSeconds = 0.01
        limits.longestPauseSeconds = 0.05
        limits.outageSeconds = 0
        limits.leastFreshSeconds = 0
        return limits
    }

    static func with(
        limits: UpstreamLimits = UpstreamSite.limits, baseURL: String? = nil, tls: NIOSSLContext? = nil,
        settings change: @escaping @Sendable (inout UpstreamSettings) -> Void = { _ in },
        _ answer: @escaping @Sendable (UpstreamServer.Request) -> UpstreamServer.Answer = { _ in .missing },
        _ body: @escaping @Sendable (UpstreamSite) async throws -> Void
    ) async throws {
        try await UpstreamServer.with(tls: tls, answer) { index in
            var settings = ServerSettings()
            settings.baseURL = baseURL
            settings.upstream = limits
            try await LiveServer.with(
                settings,
                prepare: { registry in
                    var registrySettings = RegistrySettings()
                    registrySettings.kind = .upstream
                    registrySettings.visibility = .public
                    registrySettings.policy = InspectionPolicySetting(mode: .require, profile: .legacy)
                    var upstream = UpstreamSettings(url: index.url + "/simple/")
                    change(&upstream)
                    registrySettings.upstream = upstream
                    try registry.createRegistry(path, settings: registrySettings)
                }
            ) { server in
                try await body(UpstreamSite(server: server, index: index))
                // Whatever happened, the store is in order.
                let registry = server.registry
                try await onOwnThread {
                    _ = try registry.verifyIndex { finding in Issue.record("\(finding)") }
                }
            }
        }
    }

    /// An index with one file that does nothing wrong.
    static let honest: @Sendable (UpstreamServer.Request) -> UpstreamServer.Answer = { request in
        switch request.path {
        case "/simple/kite/": .project("kite", [wheel])
        case fileURL: .file(wheel)
        default: .missing
        }
    }

    func page(_ project: String = "kite", headers: [(String, String)] = []) async throws -> LiveServer.Answer {
        try await server.request(
            "GET", "/acme/index/pypi/simple/\(project)/",
            headers: [("Accept", "application/vnd.pypi.simple.v1+json")] + headers)
    }

    /// Where our page says that the file is.
    func location(_ filename: String = wheel.filename) async throws -> String {
        let answer = try await page()
        try #require(answer.status == 200, "\(answer.text)")
        let found = try JSONDecoder().decode(Page.self, from: Data(answer.body))
        return try #require(found.files.first { $0.filename == filename }?.url)
    }

    struct Page: Decodable {
        struct File: Decodable {
            let filename: String
            let url: String
        }
        let files: [File]
    }

    func names() async throws -> [String] {
        try JSONDecoder().decode(Page.self, from: Data(try await page().body)).files.map(\.filename)
    }

    func get(_ path: String, _ headers: [(String, String)] = [], method: String = "GET") async throws
        -> LiveServer.Answer
    {
        try await server.request(method, path, headers: headers)
    }

    /// Files that are in the registry.
    func stored() throws -> [String] {
        var names: [String] = []
        try server.registry.files(in: Self.path) { file in
            names.append(file.filename)
            return true
        }
        return names
    }

    /// Changes the registry's upstream.
    func update(_ change: (inout UpstreamSettings) -> Void) throws {
        var settings = try #require(try server.registry.registry(at: Self.path, isCounting: false).upstream)
        change(&settings)
        var changes = RegistryChanges()
        changes.upstream = settings
        try server.registry.updateRegistry(Self.path, changes)
    }
}
