import ContentStore
import FixtureBuilders
import Foundation
import Logging
import PythonPackaging
import RegistryCore
import RegistryServer
import TestSupport
import Testing

@testable import Upstream

@Suite("A mirror")
struct MirrorTests {
    @Test("reads requirements files as pip and uv write them")
    func requirements() throws {
        let sha = String(repeating: "ab", count: 32)
        let (releases, problems) = PinnedRelease.read(
            requirements: """
                # made by a tool
                --index-url https://index.test/simple/
                Kite[extra]==1.0 ; python_version >= "3.9" \\
                    --hash=sha256:\(sha) \\
                    --hash=sha512:\(sha)\(sha)
                    # via wren
                wren == 2.0.post1  # a comment
                kite==1.0.0
                -r other.txt
                loose>=1
                glob==1.*
                direct @ https://files.test/direct-1.0.tar.gz
                bad==1 --hash=sha256:xyz
                """)
        #expect(
            releases.map { "\($0.project.normalized) \($0.version.canonical) \($0.digests.count)" }
                == ["kite 1.0 2", "wren 2.0.post1 0", "kite 1.0.0 0"])
        #expect(problems.map(\.place) == [9, 10, 11, 12, 13].map { "line \($0)" })
        #expect(problems.allSatisfy { $0.isFault })
    }

    @Test("fetches what is missing, once, and what the hashes mean")
    func resumable() async throws {
        let files = ["1.0", "2.0"].map { WheelBuilder("kite", version: $0).build() }
        try await UpstreamSite.with({ request in
            if request.path == "/simple/kite/" { return .project("kite", files) }
            return files.first { request.path == "/files/\($0.filename)" }.map { .file($0) } ?? .missing
        }) { site in
            let threads = BlockingWork(threads: 2, queueLimit: 100)
            let cache = UpstreamCache(
                registry: site.server.registry, threads: threads, limits: UpstreamSite.limits,
                logger: .init(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
            let source = try #require(try cache.source(at: UpstreamSite.path))
            let mirror = UpstreamMirror(cache, into: source, registry: site.server.registry)
            let text = "kite==1.0\nkite==2.0 --hash=sha256:\(String(repeating: "0", count: 64))\nwren==1\n"
            var found: [[String]] = []
            for release in PinnedRelease.read(requirements: text).releases {
                let items = try await mirror.items(of: release).items
                found.append(items.map(\.filename))
                for item in items {
                    guard case .wouldFetch(let size) = await mirror.fetch(item, isDryRun: true) else {
                        Issue.record("it would be fetched")
                        continue
                    }
                    #expect(size == Int64(files[0].bytes.count))
                    guard case .stored = await mirror.fetch(item, isDryRun: false),
                        case .present = await mirror.fetch(item, isDryRun: false)
                    else {
                        Issue.record("stored, then present")
                        continue
                    }
                }
            }
            #expect(found == [[files[0].filename], [], []])
            #expect(try site.stored() == [files[0].filename])
            await cache.stop()
            await threads.shutdown()
        }
    }

    @Test("asks for no name that composite registries close, and for all where one leaves them to it")
    func closed() async throws {
        let stranger = WheelBuilder("acme_internal", version: "1.0").build()
        try await UpstreamSite.with({ request in
            switch request.path {
            case "/simple/acme-internal/": .project("acme-internal", [stranger])
            case "/files/\(stranger.filename)": .file(stranger)
            default: .missing
            }
        }) { site in
            let registry = site.server.registry
            let threads = BlockingWork(threads: 2, queueLimit: 100)
            let cache = UpstreamCache(
                registry: registry, threads: threads, limits: UpstreamSite.limits,
                logger: .init(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
            let source = try #require(try cache.source(at: UpstreamSite.path))
            let mirror = UpstreamMirror(cache, into: source, registry: registry)
            let release = try #require(PinnedRelease.read(requirements: "acme-internal==1.0").releases.first)
            func create(_ path: String, _ change: (inout RegistrySettings) throws -> Void) throws {
                var settings = RegistrySettings()
                try change(&settings)
                try registry.createRegistry(RegistryPath(path), settings: settings)
            }
            try create("acme/packages") { $0.reservations = [try NameReservation("acme-*")] }
            try create("acme/all") {
                $0.kind = .composite
                $0.members = [try RegistryPath("acme/packages"), UpstreamSite.path]
            }
            let closed = try await mirror.items(of: release)
            #expect(closed.closed == "acme/packages reserves acme-*" && closed.items.isEmpty && closed.problems == [])
            #expect(site.index.requests.isEmpty)
            // Another composite registry leaves the name to the index: its clients would have it fetched anyway.
            try create("acme/open") {
                $0.kind = .composite
                $0.members = [UpstreamSite.path]
            }
            let open = try await mirror.items(of: release)
            #expect(open.closed == nil && open.items.map(\.filename) == [stranger.filename])
            await cache.stop()
            await threads.shutdown()
        }
    }

    @Test("and what it holds is evicted by use and size; what was published never is")
    func eviction() async throws {
        let files = ["1.0", "2.0", "3.0"].map { WheelBuilder("kite", version: $0).build() }
        try await UpstreamSite.with({ request in
            if request.path == "/simple/kite/" { return .project("kite", files) }
            return files.first { request.path == "/files/\($0.filename)" }.map { .file($0) } ?? .missing
        }) { site in
            for file in files {
                let answer = try await site.get("/acme/index/pypi/files/\(file.sha256)/\(file.filename)")
                #expect(answer.status == 200)
            }
            // The last byte is sent when a file has been found to be right; it is in the store a moment later.
            for _ in 0..<500 where try site.stored().count < files.count {
                try await Task.sleep(for: .milliseconds(20))
            }
            let registry = site.server.registry
            try await onOwnThread {
                // The first is used tomorrow, the others were fetched today.
                let entries = try registry.files(named: files[0].filename, of: "kite", in: UpstreamSite.path)
                let tomorrow = registry.options.now() + 86_400_000
                try registry.recordDownloads([DownloadKey(try #require(entries.first)): 1], at: tomorrow)
                let limit = Int64(files[0].bytes.count)
                let plan = try registry.evict(from: UpstreamSite.path, limitBytes: limit, isDryRun: true)
                #expect(plan.deleted.count == 2 && plan.reclaimable.count == 2)
                let none = try registry.evict(from: UpstreamSite.path)
                #expect(none.deleted.count == 0)
                let report = try registry.evict(from: UpstreamSite.path, limitBytes: limit)
                #expect(report == plan)
                try registry.publish(files[0])
                #expect(throws: RegistryError.self) { try registry.evict(from: .default, limitBytes: 0) }
                #expect(try registry.audit().first { $0.action == .fileEvict }?.subject == "acme/index")
            }
            #expect(try site.stored() == [files[0].filename])
            // It comes back when it is wanted.
            let again = try await site.get("/acme/index/pypi/files/\(files[1].sha256)/\(files[1].filename)")
            #expect(again.status == 200 && again.body == files[1].bytes)
        }
    }
}
