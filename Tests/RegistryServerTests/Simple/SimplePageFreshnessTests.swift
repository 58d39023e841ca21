import ContentStore
import FixtureBuilders
import Foundation
import HummingbirdCore
import RegistryCore
import SystemPackage
import TestSupport
import Testing

@testable import RegistryServer

@Suite("An index page")
struct SimplePageFreshnessTests {
    private static let path = try! RegistryPath("acme/main")
    private static let page = "/public/acme/main/simple/lark/"

    private func wheel(_ version: String) -> BuiltDistribution { WheelBuilder("lark", version: version).build() }

    @discardableResult
    private func onRegistry<Result: Sendable>(
        _ server: LiveServer, _ body: @escaping @Sendable (Registry) throws -> Result
    ) async throws -> Result {
        try await onOwnThread { [registry = server.registry] in try body(registry) }
    }

    @Test("shows each change at once: publish, yank, unyank, delete, all gone")
    func changes() async throws {
        try await LiveServer.with(dialects: [PageDialect.self]) { server in
            var tags: [String] = []
            func look() async throws -> String {
                let answer = try await server.request("GET", Self.page)
                tags.append(answer.header("etag") ?? "-")
                return answer.text
            }
            for number in 0..<20 {
                let filename = "lark-1.\(number)-py3-none-any.whl"
                try await onRegistry(server) { try $0.publish(wheel("1.\(number)"), to: Self.path) }
                #expect(try await look().contains(">\(filename)</a>"))
            }
            let one = FileSelection.filename("lark-1.3-py3-none-any.whl", in: Self.path)
            try await onRegistry(server) { _ = try $0.yank([one], reason: "wrong") }
            #expect(try await look().contains("data-yanked=\"wrong\""))
            try await onRegistry(server) { _ = try $0.unyank([one]) }
            #expect(try await look().contains("data-yanked") == false)
            try await onRegistry(server) { _ = try $0.delete([one]) }
            #expect(try await look().contains("lark-1.3-py3") == false)
            #expect(Set(tags).count == tags.count - 1, "only an unyanked page is again what it was")
            try await onRegistry(server) { registry in
                _ = try registry.delete([FileSelection("acme/main/lark")])
            }
            #expect(try await server.request("GET", Self.page).status == 404)
            #expect(try await server.request("GET", "/public/acme/main/simple").text.contains("<a ") == false)
        }
    }

    @Test("shows a publish at once while others publish and read")
    func readAfterWrite() async throws {
        try await LiveServer.with(dialects: [PageDialect.self]) { server in
            try await onRegistry(server) { _ = try $0.createRegistry(Self.path) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<12 {
                            let version = "\(writer).\(number)"
                            try await onRegistry(server) { try $0.publish(wheel(version), to: Self.path) }
                            for coding in ["gzip", "identity"] {
                                let answer = try await server.request(
                                    "GET", Self.page, headers: [("Accept-Encoding", coding)])
                                let bytes =
                                    answer.header("content-encoding") == nil
                                    ? answer.body : try gunzipped(answer.body)
                                #expect(
                                    String(decoding: bytes, as: UTF8.self).contains(
                                        ">lark-\(version)-py3-none-any.whl</a>"))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("of a registry that was deleted is not that of its successor with the same path")
    func successor() async throws {
        try await LiveServer.with(dialects: [PageDialect.self]) { server in
            try await onRegistry(server) { try $0.publish(wheel("1.0"), to: Self.path) }
            #expect(try await server.request("GET", Self.page).text.contains("lark-1.0"))
            try await onRegistry(server) { try $0.deleteRegistry(Self.path, force: true) }
            #expect(try await server.request("GET", Self.page).status == 404)
            // As many changes as before, so that the serial is the same.
            try await onRegistry(server) { try $0.publish(wheel("2.0"), to: Self.path) }
            let text = try await server.request("GET", Self.page).text
            #expect(text.contains("lark-2.0"))
            #expect(!text.contains("lark-1.0"))
        }
    }

    @Test("keeps its tag while only other projects change")
    func sameTag() async throws {
        try await LiveServer.with(dialects: [PageDialect.self]) { server in
            try await onRegistry(server) { try $0.publish(wheel("1.0"), to: Self.path) }
            let before = try await server.request("GET", Self.page)
            try await onRegistry(server) {
                try $0.publish(WheelBuilder("zebra", version: "1.0").build(), to: Self.path)
            }
            let after = try await server.request("GET", Self.page)
            #expect(before.header("etag") == after.header("etag"))
            #expect(before.header("x-pypi-last-serial") != after.header("x-pypi-last-serial"))
        }
    }

    @Test("over several registries shows what each of them has, and each change of one")
    func groups() async throws {
        let other = try RegistryPath("acme/other")
        try await LiveServer.with(dialects: [PageDialect.self]) { server in
            try await onRegistry(server) { registry in
                try registry.publish(wheel("1.0"), to: Self.path)
                try registry.publish(wheel("1.0"), to: other)
                try registry.publish(WheelBuilder("Zebra", version: "1.0").build(), to: other)
            }
            let page = try await server.request("GET", "/groups/acme/simple/lark")
            #expect(page.text.components(separatedBy: "<a ").count == 2)
            try await onRegistry(server) { try $0.publish(wheel("2.0"), to: other) }
            let next = try await server.request("GET", "/groups/acme/simple/lark")
            #expect(next.text.contains("lark-2.0") && next.text.contains("lark-1.0"))
            let root = try await server.request("GET", "/groups/acme/simple")
            #expect(root.text.contains("/groups/acme/simple/zebra/"))
            #expect(root.text.components(separatedBy: "<a ").count == 3)
            #expect(try await server.request("GET", "/groups/acme/simple/unknown").status == 404)
            // More registries than are looked at on the connection's own thread.
            try await onRegistry(server) { registry in
                for number in 0..<10 {
                    try registry.publish(wheel("3.\(number)"), to: RegistryPath("acme/r\(number)"))
                }
            }
            let large = try await server.request("GET", "/groups/acme/simple/lark").text
            #expect(large.components(separatedBy: "<a ").count == 13)
        }
    }

    @Test("of 5,000 files is whole, and made once for all who ask at the same time")
    func large() async throws {
        let count = 5000
        try await LiveServer.with(dialects: [PageDialect.self]) { server in
            try await onRegistry(server) { registry in
                var settings = RegistrySettings()
                settings.policy.mode = .off
                try registry.createRegistry(Self.path, settings: settings)
                let next = Counter()
                try inThreads(16) {
                    while let number = next.below(count) {
                        try registry.publish(
                            BuiltDistribution(
                                filename: "lark-1.\(number)-py3-none-any.whl", bytes: Array("\(number)".utf8)),
                            to: Self.path)
                    }
                }
            }
            let json = try await server.request(
                "GET", Self.page, headers: [("Accept", "application/vnd.pypi.simple.v1+json")])
            let object = try #require(JSONSerialization.jsonObject(with: Data(json.body)) as? [String: Any])
            let files = try #require(object["files"] as? [[String: Any]])
            #expect(files.map { $0["filename"] as? String } == (0..<count).map { "lark-1.\($0)-py3-none-any.whl" })
            #expect((object["versions"] as? [String])?.count == count)

            // One thread and no queue: a second rendering at the same time would be refused.
            let blocking = BlockingWork(threads: 1, queueLimit: 0)
            let pages = SimplePages(
                registry: server.registry, blocking: blocking,
                upstreams: server.application.services.upstreams, cacheBytes: 16 << 20)
            let edition = SimpleEdition(
                links: SimpleLinks(files: "/files", projects: "/simple"), isPublic: true)
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await pages.project("lark", in: Self.path, as: edition, .get("/simple/lark/"))?.body
                            .contentLength
                    }
                }
                var lengths: Set<Int?> = []
                for try await length in group { lengths.insert(length) }
                #expect(lengths.count == 1)
                #expect((lengths.first ?? nil) ?? 0 > count * 150)
            }
            #expect(pages.cached.pages == 1)
            await blocking.shutdown()
        }
    }
}
