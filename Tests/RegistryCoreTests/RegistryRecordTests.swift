import Testing

@testable import RegistryCore

@Suite("A registry's record")
struct RegistryRecordTests {
    private static func record(_ kind: RegistryKind) -> RegistryRecord {
        var settings = RegistrySettings()
        settings.kind = kind
        settings.description = "ünïcode"
        settings.oidcPolicy = "[]"
        if kind == .upstream {
            var upstream = UpstreamSettings(url: "https://index.example/simple/")
            upstream.credentials = UpstreamCredentials(user: "user", password: "päss")
            upstream.isOfficial = true
            upstream.cooldownSeconds = 86_400
            upstream.cooldownExceptions = ["demo", "demo-two"]
            upstream.cacheLimitBytes = 0
            upstream.freshSeconds = 1
            upstream.staleSeconds = 2
            settings.upstream = upstream
        }
        var record = RegistryRecord(
            id: "0123456789abcdef", number: 7, name: "Demo", settings: settings, created: 1_700_000_000_000)
        if kind == .composite {
            record.members = [
                .init(id: "1123456789abcdef", kind: .source), .init(id: "2123456789abcdef", kind: .upstream),
            ]
        }
        return record
    }

    @Test("reads back what was written", arguments: RegistryKind.allCases)
    func roundTrip(kind: RegistryKind) throws {
        let record = Self.record(kind)
        try record.check()
        #expect(RegistryRecord(decoding: record.encoded) == record)
    }

    @Test("is read as it was before there were kinds")
    func old() {
        let record = Self.record(.source)
        // Without the number of members and the length of an upstream, both of which are 0 here.
        let old = [2] + record.encoded.dropFirst().dropLast(2)
        #expect(RegistryRecord(decoding: old) == record)
        #expect(RegistryRecord(decoding: [1] + old.dropFirst()) == nil)
    }

    @Test("is refused when it is cut short or goes on", arguments: RegistryKind.allCases)
    func damaged(kind: RegistryKind) {
        let bytes = Self.record(kind).encoded
        for count in bytes.indices { #expect(RegistryRecord(decoding: Array(bytes[..<count])) == nil) }
        #expect(RegistryRecord(decoding: bytes + [0]) == nil)
    }

    @Test("prints no credentials")
    func hidden() {
        let upstream = Self.record(.upstream).upstream
        #expect(!"\(String(describing: upstream))".contains("päss") && !(upstream?.summary ?? "päss").contains("päss"))
        var text = ""
        dump(Self.record(.upstream), to: &text)
        #expect(!text.contains("päss"))
    }

    @Test(
        "refuses URLs that no index has",
        arguments: [
            "", "index", "ftp://index.example/", "https://", "https:///simple", "https://user@index.example/",
            "https://index.example/?a", "https://index.example/#a", "https://index example/", "https://:80/",
            "https://index.example/\u{0}", "https://índex.example/",
        ])
    func badURL(url: String) {
        var record = Self.record(.upstream)
        record.upstream?.url = url
        #expect(throws: RegistryError.self) { try record.check() }
    }
}
