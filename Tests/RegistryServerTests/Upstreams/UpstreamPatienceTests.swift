import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import Testing

@testable import Upstream

@Suite("An index elsewhere that lets others wait")
struct UpstreamPatienceTests {
    private static let wheel = UpstreamSite.wheel

    private static var impatient: UpstreamLimits {
        var limits = UpstreamSite.limits
        limits.idleSeconds = 1
        return limits
    }

    @Test("is given up in the middle of a page, and that is no page")
    func page() async throws {
        let gate = Gate()
        defer { gate.open() }
        try await UpstreamSite.with(
            limits: Self.impatient,
            { request in
                var answer = UpstreamSite.honest(request)
                answer.gate = { await gate.wait() }
                return answer
            }
        ) { site in
            let answer = try await site.page()
            #expect(answer.status == 504, "\(answer.text)")
            gate.open()
            #expect(try await site.page().status == 200)
        }
    }

    @Test("is given up in the middle of a file when it stood still three times, and nothing of that is kept")
    func file() async throws {
        let gate = Gate()
        defer { gate.open() }
        try await UpstreamSite.with(
            limits: Self.impatient,
            { request in
                var answer = UpstreamSite.honest(request)
                if request.path == UpstreamSite.fileURL { answer.gate = { await gate.wait() } }
                return answer
            }
        ) { site in
            let url = try await site.location()
            await #expect(throws: (any Error).self) { _ = try await site.get(url) }
            #expect(site.index.count(UpstreamSite.fileURL) == 3)
            #expect(try site.stored() == [])
            gate.open()
            #expect(try await site.get(url).body == Self.wheel.bytes)
        }
    }

    @Test("keeps no more files under way than the limit; who comes then is told to come again")
    func busy() async throws {
        let (gate, half) = (Gate(), Gate())
        defer { gate.open() }
        let other = WheelBuilder("kite", version: "2.0").build()
        var limits = UpstreamSite.limits
        limits.fetches = 1
        try await UpstreamSite.with(
            limits: limits,
            { request in
                switch request.path {
                case "/simple/kite/": return .project("kite", [Self.wheel, other])
                case "/files/\(other.filename)": return .file(other)
                case UpstreamSite.fileURL:
                    var answer = UpstreamServer.Answer.file(Self.wheel)
                    answer.gate = {
                        half.open()
                        await gate.wait()
                    }
                    return answer
                default: return .missing
                }
            }
        ) { site in
            let (first, second) = (try await site.location(), try await site.location(other.filename))
            async let slow = site.get(first)
            await half.wait()
            let refused = try await site.get(second)
            #expect(refused.status == 503 && refused.header("retry-after") != nil)
            gate.open()
            let answer = try await slow
            #expect(answer.body == Self.wheel.bytes)
            // The place is free a moment after the last byte.
            var status = 503
            for _ in 0..<500 where status == 503 {
                status = try await site.get(second).status
                if status == 503 { try await Task.sleep(for: .milliseconds(20)) }
            }
            #expect(status == 200)
        }
    }

    @Test("is left alone for as long as it says, and not asked again meanwhile")
    func retryAfter() async throws {
        try await UpstreamSite.with({ _ in
            UpstreamServer.Answer(status: .tooManyRequests, headers: [("Retry-After", "3600")])
        }) { site in
            let answer = try await site.page()
            #expect(answer.status == 502 && site.index.requests.count == 1)
        }
    }
}
