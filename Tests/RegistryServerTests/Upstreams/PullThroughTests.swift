import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import Synchronization
import Testing

@testable import Upstream

@Suite("A file of an index elsewhere")
struct PullThroughTests {
    private static let wheel = UpstreamSite.wheel

    @Test("is sent while it comes, kept, and not asked for again")
    func once() async throws {
        try await UpstreamSite.with(UpstreamSite.honest) { site in
            let url = try await site.location()
            #expect(url == "/acme/index/pypi/files/\(Self.wheel.sha256)/\(Self.wheel.filename)")
            let head = try await site.get(url, method: "HEAD")
            #expect(head.status == 200 && head.header("content-length") == "\(Self.wheel.bytes.count)")
            #expect(site.index.count(UpstreamSite.fileURL) == 0)
            let first = try await site.get(url)
            #expect(first.status == 200 && first.body == Self.wheel.bytes)
            #expect(first.header("etag") == "\"\(Self.wheel.sha256)\"")
            for _ in 0..<3 {
                let again = try await site.get(url)
                #expect(again.status == 200 && again.body == Self.wheel.bytes)
            }
            #expect(site.index.count(UpstreamSite.fileURL) == 1)
            #expect(try site.stored() == [Self.wheel.filename])
            let events = try site.server.registry.audit()
            #expect(events.contains { $0.action == .fileFetch && $0.subject == "acme/index/\(Self.wheel.filename)" })
        }
    }

    @Test("is asked for once by a hundred clients, who all get it, the slow ones not in the others' way")
    func hundred() async throws {
        let gate = Gate()
        let half = Gate()
        try await UpstreamSite.with({ request in
            var answer = UpstreamSite.honest(request)
            if request.path == UpstreamSite.fileURL {
                answer.gate = {
                    half.open()
                    await gate.wait()
                }
            }
            return answer
        }) { site in
            let url = try await site.location()
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        let answer = try await site.get(url)
                        return answer.status == 200 && answer.body == Self.wheel.bytes
                    }
                }
                await half.wait()
                gate.open()
                for try await isRight in group { #expect(isRight) }
            }
            #expect(site.index.count(UpstreamSite.fileURL) == 1)
            #expect(site.index.count("/simple/kite/") == 1)
        }
    }

    @Test(
        "is not sent whole, and not kept, where it is not what its page says",
        arguments: ["other bytes", "one byte less", "one byte more", "another length", "a gzip coding"])
    func lies(how: String) async throws {
        try await UpstreamSite.with({ request in
            var answer = UpstreamSite.honest(request)
            guard request.path == UpstreamSite.fileURL else { return answer }
            switch how {
            case "other bytes": answer.body[600_000] ^= 1
            case "one byte less": answer.body.removeLast()
            case "one byte more":
                answer.body.append(0)
                answer.length = -1
            case "another length": answer.length = 1 << 40
            default: answer.headers.append(("Content-Encoding", "gzip"))
            }
            return answer
        }) { site in
            let url = try await site.location()
            do {
                let answer = try await site.get(url)
                #expect(answer.status == 502, "\(how): \(answer.status)")
            } catch {
                // The connection broke: that is what an installer is to see.
            }
            #expect(try site.stored() == [])
            let events = try site.server.registry.audit()
            #expect(events.count { $0.action == .fileMismatch } == (how != "a gzip coding" ? 1 : 0))
            // It is not tried again at once.
            let count = site.index.count(UpstreamSite.fileURL)
            #expect(try await site.get(url).status == 502)
            #expect(site.index.count(UpstreamSite.fileURL) == count)
        }
    }

    @Test("goes on where it broke off")
    func resumed() async throws {
        try await UpstreamSite.with({ request in
            var answer = UpstreamSite.honest(request)
            guard request.path == UpstreamSite.fileURL else { return answer }
            let start = request.headers.first(name: "Range").flatMap { Int($0.dropFirst(6).dropLast()) }
            if let start, request.earlier < 3 {
                let size = answer.body.count
                answer.body = Array(answer.body[start...])
                answer.status = .partialContent
                answer.headers.append(("Content-Range", "bytes \(start)-\(size - 1)/\(size)"))
            }
            // The last time it is sent from the beginning, by a server that knows no ranges.
            if request.earlier < 3 { answer.cutAfter = 150_000 }
            return answer
        }) { site in
            let answer = try await site.get(try await site.location())
            #expect(answer.status == 200 && answer.body == Self.wheel.bytes)
            #expect(site.index.count(UpstreamSite.fileURL) == 4)
        }
    }

    @Test("breaks off where the index does, and comes when the index is back")
    func killed() async throws {
        let isWell = Mutex(false)
        try await UpstreamSite.with({ request in
            var answer = UpstreamSite.honest(request)
            guard request.path == UpstreamSite.fileURL, !isWell.withLock({ $0 }) else { return answer }
            if request.headers.contains(name: "Range") { return UpstreamServer.Answer(status: .internalServerError) }
            answer.cutAfter = 300_000
            return answer
        }) { site in
            let url = try await site.location()
            await #expect(throws: (any Error).self) { _ = try await site.get(url) }
            #expect(try site.stored() == [])
            isWell.withLock { $0 = true }
            #expect(try await site.get(url).body == Self.wheel.bytes)
        }
    }

    @Test("is sent in parts only when all of it is known to be right")
    func ranges() async throws {
        try await UpstreamSite.with(UpstreamSite.honest) { site in
            let url = try await site.location()
            let part = try await site.get(url, [("Range", "bytes=10-19")])
            #expect(part.status == 206 && part.body == Array(Self.wheel.bytes[10..<20]))
            #expect(try site.stored() == [Self.wheel.filename])
            let unchanged = try await site.get(url, [("If-None-Match", "\"\(Self.wheel.sha256)\"")])
            #expect(unchanged.status == 304)
        }
        try await UpstreamSite.with({ request in
            var answer = UpstreamSite.honest(request)
            if request.path == UpstreamSite.fileURL { answer.body[600_000] ^= 1 }
            return answer
        }) { site in
            let part = try await site.get(try await site.location(), [("Range", "bytes=10-19")])
            #expect(part.status == 502)
        }
    }

    @Test("without a strong digest is refused unless that is allowed", arguments: [false, true])
    func unhashed(isAllowed: Bool) async throws {
        try await UpstreamSite.with(
            settings: { $0.allowsUnhashed = isAllowed },
            { request in
                switch request.path {
                case "/simple/kite/":
                    .page(
                        "<a href='\(UpstreamSite.fileURL)#md5=\(String(repeating: "0", count: 32))'>x</a>", "text/html")
                case UpstreamSite.fileURL: .file(Self.wheel)
                default: .missing
                }
            }
        ) { site in
            #expect(try await site.names() == (isAllowed ? [Self.wheel.filename] : []))
            if isAllowed {
                let answer = try await site.get(try await site.location())
                #expect(answer.status == 200 && answer.body == Self.wheel.bytes)
                #expect(try await site.get(try await site.location()).body == Self.wheel.bytes)
                #expect(site.index.count(UpstreamSite.fileURL) == 1)
            }
        }
    }

    @Test("has its metadata beside it, fetched alone and compared")
    func metadata() async throws {
        let metadata = Array("Metadata-Version: 2.1\nName: kite\nVersion: 1.0\n".utf8)
        let isRight = Mutex(false)
        let digest = BuiltDistribution(filename: "", bytes: metadata).sha256
        try await UpstreamSite.with({ request in
            switch request.path {
            case "/simple/kite/": .project("kite", [Self.wheel], more: #","core-metadata":{"sha256":"\#(digest)"}"#)
            case UpstreamSite.fileURL + ".metadata":
                UpstreamServer.Answer(body: isRight.withLock { $0 } ? metadata : metadata + [0])
            default: .missing
            }
        }) { site in
            let url = try await site.location() + ".metadata"
            #expect(try await site.get(url).status == 502)
            isRight.withLock { $0 = true }
            for _ in 0..<3 {
                let answer = try await site.get(url)
                #expect(answer.status == 200 && answer.body == metadata)
            }
            #expect(site.index.count(UpstreamSite.fileURL + ".metadata") == 2)
            #expect(site.index.count(UpstreamSite.fileURL) == 0)
            #expect(try site.stored() == [])
        }
    }

    @Test("that says to be another's is not kept")
    func inspected() async throws {
        let liar = WheelBuilder("kite", version: "1.0").metadata(version: "2.0").build()
        try await UpstreamSite.with({ request in
            switch request.path {
            case "/simple/kite/": .project("kite", [liar])
            case "/files/\(liar.filename)": .file(liar)
            default: .missing
            }
        }) { site in
            let url = try await site.location(liar.filename)
            await #expect(throws: (any Error).self) {
                let answer = try await site.get(url)
                if answer.status != 200 { throw CancellationError() }
            }
            #expect(try site.stored() == [])
        }
    }
}
