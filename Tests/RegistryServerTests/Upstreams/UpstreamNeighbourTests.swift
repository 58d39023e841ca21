import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import Synchronization
import Testing

@testable import Upstream

@Suite("What lies beside a file of an index elsewhere")
struct UpstreamNeighbourTests {
    private static let wheel = UpstreamSite.wheel
    private static let provenance = #"""
        {"version":1,"attestation_bundles":[{"publisher":{"kind":"GitHub","claims":null,"repository":"a/b"},
        "attestations":[{"version":1,"verification_material":{},"envelope":{"statement":"e30="}}]}],"more":[1]}
        """#

    private static func answering(
        _ answer: @escaping @Sendable () -> UpstreamServer.Answer, at url: String = "/integrity/kite"
    ) -> @Sendable (UpstreamServer.Request) -> UpstreamServer.Answer {
        { request in
            switch request.path {
            case "/simple/kite/": .project("kite", [wheel], more: #","provenance":"\#(url)""#)
            case UpstreamSite.fileURL: .file(wheel)
            case "/integrity/kite": answer()
            default: .missing
            }
        }
    }

    private static func ours(_ site: UpstreamSite) -> String {
        "/acme/index/pypi/files/\(wheel.sha256)/\(wheel.filename).provenance"
    }

    @Test("its provenance is passed on as it is, fetched once, whether the file was fetched or not")
    func provenance() async throws {
        try await UpstreamSite.with(
            baseURL: "https://packages.test", Self.answering({ .page(Self.provenance) })
        ) { site in
            // Its address on the page is ours.
            #expect(try await site.page().text.contains("\"provenance\":\"https://packages.test\(Self.ours(site))\""))
            let html = try await site.page(headers: [("Accept", "text/html")])
            #expect(html.status == 200)
            for round in 0..<3 {
                let answer = try await site.get(Self.ours(site))
                #expect(answer.status == 200 && answer.text == Self.provenance)
                #expect(answer.header("content-type") == "application/vnd.pypi.integrity.v1+json")
                #expect(answer.header("cache-control")?.contains("immutable") != true)
                let tag = try #require(answer.header("etag"))
                #expect(try await site.get(Self.ours(site), [("If-None-Match", tag)]).status == 304)
                if round == 1 {
                    let file = try await site.get(String(Self.ours(site).dropLast(".provenance".count)))
                    #expect(file.status == 200)
                }
            }
            #expect(site.index.count("/integrity/kite") == 1)
            let source = try #require(UpstreamSource(try site.server.registry.registry(at: UpstreamSite.path)))
            let bytes = try site.server.registry.cachedDocumentBytes(in: source.id)
            #expect(bytes > Self.provenance.utf8.count)
            #expect(try site.server.registry.trimCachedDocuments(in: source.id, to: 0) == bytes)
            #expect(try await site.get(Self.ours(site)).text == Self.provenance)
            #expect(site.index.count("/integrity/kite") == 2)
        }
    }

    @Test("its provenance is asked for again when it is no longer fresh, and is shown while the index is down")
    func stale() async throws {
        let answer = Mutex(UpstreamServer.Answer.page(Self.provenance))
        try await UpstreamSite.with(
            settings: { $0.freshSeconds = 0 }, Self.answering({ answer.withLock { $0 } })
        ) { site in
            #expect(try await site.get(Self.ours(site)).text == Self.provenance)
            let other = Self.provenance.replacingOccurrences(of: "[1]", with: "[2]")
            answer.withLock { $0 = .page(other) }
            #expect(try await site.get(Self.ours(site)).text == other)
            answer.withLock { $0 = .init(status: .badGateway) }
            #expect(try await site.get(Self.ours(site)).text == other)
            try site.update { $0.staleSeconds = 0 }
            #expect(try await site.get(Self.ours(site)).status == 502)
            answer.withLock { $0 = .missing }
            #expect(try await site.get(Self.ours(site)).status == 404)
            let count = site.index.count("/integrity/kite")
            #expect(try await site.get(Self.ours(site)).status == 404)
            #expect(site.index.count("/integrity/kite") == count)
        }
    }

    @Test(
        "its provenance is none where it is too long, no JSON, or JSON of something else",
        arguments: [
            "no JSON", "an array", "no bundles", "no publisher", "another version", "too long", "endless", "deep",
            "a way out",
        ])
    func unusable(how: String) async throws {
        try await UpstreamSite.with(
            Self.answering({
                switch how {
                case "no JSON": return .page("<html>")
                case "an array": return .page("[]")
                case "no bundles": return .page(#"{"version":1,"attestation_bundles":[]}"#)
                case "no publisher": return .page(#"{"version":1,"attestation_bundles":[{"attestations":[]}]}"#)
                case "another version":
                    return .page(
                        Self.provenance.replacingOccurrences(of: "{\"version\":1,\"att", with: "{\"version\":2,\"att"))
                case "deep": return .page(String(repeating: "[", count: 200_000))
                case "a way out": return .redirect("ftp://127.0.0.1/")
                default:
                    var answer = UpstreamServer.Answer.page(
                        Self.provenance + String(repeating: " ", count: 1 << 20))
                    if how == "endless" { answer.length = -1 }
                    return answer
                }
            })
        ) { site in
            let answer = try await site.get(Self.ours(site))
            #expect(answer.status == 502, "\(how): \(answer.status) \(answer.text)")
            // The file is none the worse for it.
            #expect(try await site.get(try await site.location()).status == 200)
        }
    }

    @Test("its provenance is not there where the page speaks of none, or of an address that cannot be one")
    func none() async throws {
        for address in ["ftp://127.0.0.1/x", "https://u:p@index.test/", ""] {
            try await UpstreamSite.with(Self.answering({ .page(Self.provenance) }, at: address)) { site in
                let answer = try await site.get(Self.ours(site))
                #expect(answer.status == 404)
                let page = try await site.page()
                #expect(page.status == 200 && !page.text.contains("provenance"))
            }
        }
    }

    @Test("its provenance is held back with the file")
    func cooldown() async throws {
        try await UpstreamSite.with(
            settings: { $0.cooldownSeconds = 3600 }, Self.answering({ .page(Self.provenance) })
        ) { site in
            let answer = try await site.get(Self.ours(site))
            #expect(answer.status == 403)
            #expect(site.index.count("/integrity/kite") == 0)
        }
    }
}
