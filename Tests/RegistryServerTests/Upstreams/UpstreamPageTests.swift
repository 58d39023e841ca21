import FixtureBuilders
import Foundation
import Logging
import NIOHTTP1
import PythonPackaging
import RegistryCore
import RegistryServer
import SimpleIndex
import Synchronization
import Testing

@testable import Upstream

@Suite("A page of an index elsewhere")
struct UpstreamPageTests {
    @Test("is asked for once while it is fresh, however many want it")
    func fresh() async throws {
        try await UpstreamSite.with(UpstreamSite.honest) { site in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 { group.addTask { try await site.page().status } }
                for try await status in group { #expect(status == 200) }
            }
            let tag = try #require(try await site.page().header("etag"))
            let unchanged = try await site.page(headers: [("If-None-Match", tag)])
            #expect(unchanged.status == 304)
            #expect(site.index.count("/simple/kite/") == 1)
            #expect(try await site.page("wren").status == 404)
            #expect(try await site.page("wren").status == 404)
            #expect(site.index.count("/simple/wren/") == 1)
        }
    }

    @Test("is confirmed by its validators, and replaced where they no longer fit")
    func revalidated() async throws {
        let version = Mutex(1)
        try await UpstreamSite.with({ request in
            guard request.path == "/simple/kite/" else { return .missing }
            let tag = "\"v\(version.withLock { $0 })\""
            if request.headers.first(name: "If-None-Match") == tag {
                return UpstreamServer.Answer(status: .notModified, headers: [("Cache-Control", "max-age=0")])
            }
            let files = (1...version.withLock { $0 }).map { WheelBuilder("kite", version: "\($0)").build() }
            var answer = UpstreamServer.Answer.project("kite", files)
            answer.headers += [("ETag", tag), ("Cache-Control", "public, max-age=0")]
            return answer
        }) { site in
            let first = try await site.page()
            #expect(try await site.page().body == first.body)
            #expect(site.index.requests.map { $0.headers.first(name: "If-None-Match") } == [nil, "\"v1\""])
            version.withLock { $0 = 2 }
            #expect(try await site.names().count == 2)
            #expect(try await site.page().header("etag") != first.header("etag"))
        }
    }

    @Test(
        "is not asked for at every look, though its index says so",
        arguments: ["max-age=0", "no-cache", "private, no-store", "max-age=3", "max-age=3600", ""])
    func leastFreshness(said: String) async throws {
        try await UpstreamSite.with({ request in
            if request.headers.contains(name: "If-None-Match") {
                return UpstreamServer.Answer(status: .notModified, headers: [("Cache-Control", said)])
            }
            var answer = UpstreamSite.honest(request)
            answer.headers += [("ETag", "\"1\""), ("Cache-Control", said)]
            return answer
        }) { site in
            let threads = BlockingWork(threads: 2, queueLimit: 100)
            let clock = Mutex<Int64>(1_000_000)
            let cache = UpstreamCache(
                registry: site.server.registry, threads: threads, limits: UpstreamLimits(),
                logger: .init(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
                now: { clock.withLock { $0 } })
            let name = try #require(ProjectName("kite"))
            func look(at moment: Int64, freshFor: Int64 = 600) async throws -> Int {
                clock.withLock { $0 = 1_000_000 + moment * 1000 }
                try site.update { $0.freshSeconds = freshFor }
                let source = try #require(try cache.source(at: UpstreamSite.path))
                #expect(try await cache.pages.view(of: name, in: source).project?.files.count == 1)
                return site.index.count("/simple/kite/")
            }
            let (least, most) = said == "max-age=3600" || said.isEmpty ? (600, 600) : (10, 10)
            #expect(try await look(at: 0) == 1)
            #expect(try await look(at: Int64(least) - 1) == 1)
            #expect(try await look(at: Int64(most)) == 2)
            #expect(try await look(at: Int64(most + least) - 1) == 2)
            #expect(site.index.requests.last?.headers.first(name: "If-None-Match") == "\"1\"")
            // What the operator says goes before: nothing is fresh for longer than that.
            #expect(try await look(at: 10_000, freshFor: 2) == 3)
            #expect(try await look(at: 10_001, freshFor: 2) == 3)
            #expect(try await look(at: 10_002, freshFor: 2) == 4)
            await cache.stop()
            await threads.shutdown()
        }
    }

    @Test("is shown for a while when the index is down, and says so; then nothing is")
    func stale() async throws {
        let isDown = Mutex(false)
        try await UpstreamSite.with(
            settings: { $0.freshSeconds = 0 },
            { request in
                isDown.withLock { $0 } ? UpstreamServer.Answer(status: .badGateway) : UpstreamSite.honest(request)
            }
        ) { site in
            let fresh = try await site.page()
            #expect(fresh.header("cache-status")?.contains("detail") == false)
            isDown.withLock { $0 = true }
            let stale = try await site.page()
            #expect(stale.status == 200 && stale.body == fresh.body)
            #expect(stale.header("cache-status")?.hasSuffix("detail=status-502") == true)
            // A project that was never seen is not said to be missing.
            #expect(try await site.page("wren").status == 502)
            try site.update { $0.staleSeconds = 0 }
            #expect(try await site.page().status == 502)
            try await site.index.stop()
            // Refused, or in no time at all on a machine that is slow enough.
            let unreachable = try await site.page().status
            #expect(unreachable == 502 || unreachable == 504)
        }
    }

    @Test("survives a restart, and means nothing for another index")
    func kept() async throws {
        try await UpstreamSite.with(UpstreamSite.honest) { site in
            let first = try await site.page()
            let source = try #require(UpstreamSource(try site.server.registry.registry(at: UpstreamSite.path)))
            // What another process would see.
            let page = try #require(try site.server.registry.cachedPage(of: "kite", in: source.id))
            #expect(page.body?.contentType == "application/vnd.pypi.simple.v1+json" && page.freshSeconds == 600)
            #expect(try site.server.registry.cachedDocumentBytes(in: source.id) > 0)
            try site.update { $0.url = site.index.url + "/other/" }
            #expect(try await site.page().status == 404)
            try site.update { $0.url = site.index.url + "/simple/" }
            #expect(try await site.page().body == first.body)
            #expect(try site.server.registry.trimCachedDocuments(in: source.id, to: 0) > 0)
            #expect(try site.server.registry.cachedDocumentBytes(in: source.id) == 0)
        }
    }

    @Test(
        "that cannot be one is an error, and no empty page",
        arguments: [
            "no type", "another type", "version 2", "another project", "no JSON", "too long", "a bomb", "no gzip",
            "a loop", "a way to nowhere", "a way out",
        ])
    func unusable(how: String) async throws {
        var limits = UpstreamSite.limits
        limits.page.bytes = 100_000
        try await UpstreamSite.with(
            limits: limits,
            { request in
                switch how {
                case "no type": return UpstreamServer.Answer(body: Array("{}".utf8))
                case "another type": return .page("{}", "text/plain")
                case "version 2": return .page(#"{"meta":{"api-version":"2.0"},"name":"kite","files":[]}"#)
                case "another project": return .page(#"{"meta":{"api-version":"1.0"},"name":"wren","files":[]}"#)
                case "no JSON": return .page("<html>")
                case "too long":
                    var answer = UpstreamServer.Answer.page(String(repeating: " ", count: 100_001))
                    answer.length = -1
                    return answer
                case "a bomb":
                    var answer = UpstreamServer.Answer.page("")
                    answer.headers.append(("Content-Encoding", "gzip"))
                    answer.body = GzipBuilder.wrap([UInt8](repeating: 0x20, count: 5_000_000))
                    return answer
                case "no gzip":
                    var answer = UpstreamServer.Answer.page("not gzip at all")
                    answer.headers.append(("Content-Encoding", "gzip"))
                    return answer
                case "a loop": return .redirect(request.path)
                case "a way to nowhere": return UpstreamServer.Answer(status: .found)
                default: return .redirect("ftp://127.0.0.1/")
                }
            }
        ) { site in
            let answer = try await site.page()
            #expect(answer.status == 502, "\(how): \(answer.status) \(answer.text)")
            #expect(site.index.requests.count <= 6)
        }
    }

    @Test("is read through gzip")
    func gzip() async throws {
        try await UpstreamSite.with({ request in
            var answer = UpstreamSite.honest(request)
            if request.path == "/simple/kite/" {
                #expect(request.headers.first(name: "Accept-Encoding") == "gzip")
                answer.headers.append(("Content-Encoding", "gzip"))
                answer.body = GzipBuilder.wrap(answer.body)
            }
            return answer
        }) { site in
            let names = try await site.names()
            #expect(names == [UpstreamSite.wheel.filename])
        }
    }

    @Test("is asked for again where that may help")
    func retried() async throws {
        try await UpstreamSite.with({ request in
            request.earlier < 2 ? UpstreamServer.Answer(status: .serviceUnavailable) : UpstreamSite.honest(request)
        }) { site in
            let answer = try await site.page()
            #expect(answer.status == 200)
            #expect(site.index.count("/simple/kite/") == 3)
        }
    }

    @Test("is asked for with credentials where it is, and nowhere else")
    func credentials() async throws {
        let expected = "Basic " + Data("robot:s3cret".utf8).base64EncodedString()
        try await UpstreamServer.with({ UpstreamSite.honest($0) }) { stranger in
            try await UpstreamSite.with(
                settings: { $0.credentials = UpstreamCredentials(user: "robot", password: "s3cret") },
                { request in
                    if request.path == "/simple/kite/" { return .redirect("/there/kite/", status: .movedPermanently) }
                    if request.path == "/there/kite/" { return .redirect(stranger.url + "/simple/kite/") }
                    return .missing
                }
            ) { site in
                let answer = try await site.get(try await site.location())
                #expect(answer.status == 200)
                #expect(site.index.requests.map { $0.headers["Authorization"] } == [[expected], [expected]])
                #expect(stranger.requests.map(\.path) == ["/simple/kite/", UpstreamSite.fileURL])
                #expect(stranger.requests.allSatisfy { !$0.headers.contains(name: "Authorization") })
                // Whoever may look at the registry is not told, either.
                let info = try site.server.registry.registry(at: UpstreamSite.path)
                #expect(!"\(info)".contains("s3cret"))
                let events = try site.server.registry.audit()
                #expect(!events.contains { "\($0)".contains("s3cret") })
            }
        }
    }

    @Test("shows what is old enough, and says why the rest is not to be had")
    func cooldown() async throws {
        let day: Int64 = 86_400
        let (old, new) = (WheelBuilder("kite", version: "1").build(), WheelBuilder("kite", version: "2").build())
        let unknown = WheelBuilder("kite", version: "3").build()
        let now = Int64(Date().timeIntervalSince1970)
        func time(_ seconds: Int64) -> String {
            Date(timeIntervalSince1970: TimeInterval(seconds)).ISO8601Format()
        }
        func listed(_ file: BuiltDistribution, _ time: String?) -> String {
            let time = time.map { #","upload-time":"\#($0)""# } ?? ""
            let hashes = #"{"sha256":"\#(file.sha256)"}"#
            return #"{"filename":"\#(file.filename)","url":"/files/\#(file.filename)","hashes":\#(hashes)\#(time)}"#
        }
        let all = [listed(old, time(now - 9 * day)), listed(new, time(now - day)), listed(unknown, nil)]
        let page = #"{"meta":{"api-version":"1.4"},"name":"kite","files":[\#(all.joined(separator: ","))]}"#
        try await UpstreamSite.with(
            settings: { $0.cooldownSeconds = 7 * day },
            { request in
                switch request.path {
                case "/simple/kite/": .page(page)
                case "/files/\(new.filename)": .file(new)
                default: .missing
                }
            }
        ) { site in
            #expect(try await site.names() == [old.filename])
            let blocked = try await site.get("/acme/index/pypi/files/\(new.sha256)/\(new.filename)")
            #expect(blocked.status == 403 && blocked.text.contains("uploaded too recently"))
            let ageless = try await site.get("/acme/index/pypi/files/\(unknown.sha256)/\(unknown.filename)")
            #expect(ageless.status == 403 && ageless.text.contains("does not say when"))
            #expect(site.index.requests.count == 1)
            try site.update { $0.cooldownExceptions = ["kite"] }
            #expect(try await site.names() == [old, new, unknown].map(\.filename))
            #expect(try await site.get("/acme/index/pypi/files/\(new.sha256)/\(new.filename)").status == 200)
            let events = try site.server.registry.audit()
            #expect(events.contains { $0.action == .registryUpdate && $0.detail.contains("kite") })
            // What was fetched under an exception is blocked when that ends.
            try site.update { $0.cooldownExceptions = [] }
            #expect(try await site.names() == [old.filename])
            #expect(try await site.get("/acme/index/pypi/files/\(new.sha256)/\(new.filename)").status == 403)
        }
    }
}
