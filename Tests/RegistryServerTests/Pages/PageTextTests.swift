import Testing

@testable import RegistryServer

@Suite("Text on pages")
struct PageTextTests {
    @Test(
        "is escaped scalar by scalar",
        arguments: [
            ("plain, text\n\tof lines", "plain, text\n\tof lines"),
            ("<a href=\"x\">'&'", "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;"),
            // One character to Swift, a quotation mark to a browser.
            ("\"\u{301}", "&quot;\u{301}"), ("<\u{338}", "&lt;\u{338}"), ("&\u{20dd}", "&amp;\u{20dd}"),
            ("a\u{202e}b", "a⟨U+202E⟩b"), ("\u{2066}\u{200b}\u{feff}", "⟨U+2066⟩⟨U+200B⟩⟨U+FEFF⟩"),
            ("\u{0}\u{1b}[2J\u{7f}\u{85}", "⟨U+0000⟩⟨U+001B⟩[2J⟨U+007F⟩⟨U+0085⟩"), ("a\r\nb", "a\nb"),
            ("\u{2028}", "⟨U+2028⟩"), ("\u{e000}", "⟨U+E000⟩"), ("\u{e0041}", "⟨U+E0041⟩"),
            // What people write is left as it is.
            ("Übermaß, 日本語, עברית, ไทย", "Übermaß, 日本語, עברית, ไทย"), ("👩‍🔬", "👩‍🔬"), ("", ""),
        ])
    func escape(text: String, expected: String) {
        #expect(Array(PageText.escape(text).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test("is put in as it is nowhere but where a template says that it is markup")
    func templates() throws {
        for template in PageTemplate.all {
            #expect(!template.text.contains("{{&"), "\(template.name)")
            // {{#somethingHTML}}…{{{.}}}…{{/somethingHTML}}
            for match in template.text.matches(of: #/\{\{\{/#) {
                let before = template.text[..<match.range.lowerBound]
                let section = before.matches(of: #/\{\{#\.?([A-Za-z.]+)\}\}/#).last.map { String($0.output.1) }
                #expect(section?.hasSuffix("HTML") ?? false, "\(template.name): \(section ?? "")")
            }
            #expect(template.text.firstMatch(of: #/\s(style|on[a-z]+)=/#) == nil, "\(template.name)")
            #expect(
                template.text.firstMatch(of: #/=\{\{/#) == nil, "\(template.name): an attribute without quotation marks"
            )
        }
        #expect(Set(PageTemplate.all.map(\.name)).count == PageTemplate.all.count)
    }

    @Test("includes templates that there are")
    func partials() {
        let names = Set(PageTemplate.all.map(\.name))
        for template in PageTemplate.all {
            for match in template.text.matches(of: #/\{\{>\s*([a-z-]+)\}\}/#) {
                #expect(names.contains(String(match.output.1)), "\(template.name) includes \(match.output.1)")
            }
        }
    }

    @Test("says numbers, sizes and moments as people do")
    func formats() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345")]
        {
            #expect(PageFormats.count(number) == text)
        }
        for (bytes, text) in [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.00 KiB"), (1_048_064, "1.00 MiB"), (12_897_485, "12.3 MiB"),
            (1 << 30, "1.00 GiB"), (107_374_182_400, "100 GiB"), (Int64.max, "8,192 PiB"),
        ] {
            #expect(PageFormats.size(bytes) == text, "\(bytes)")
        }
        let now: Int64 = 1_700_000_000_000
        for (seconds, text) in [
            (0, "just now"), (59, "just now"), (60, "1 minute ago"), (7200, "2 hours ago"), (90_000, "1 day ago"),
            (40 * 86_400, "1 month ago"), (800 * 86_400, "2 years ago"), (-3600, "in 1 hour"), (-30, "just now"),
        ] {
            #expect(PageFormats.distance(now - Int64(seconds) * 1000, now: now) == text, "\(seconds)")
        }
        #expect(PageFormats.day(now) == "2023-11-14")
        #expect(PageFormats.moment(now) == "2023-11-14T22:13:20Z")
    }

    @Test("leads back to paths of this server only, whatever its own begins with")
    func local() {
        let links = PageLinks(publicURL: "https://packages.example.com/python")
        #expect(links.local("/python/account/tokens") == "/python/account/tokens")
        for path in ["/account", "//evil.example", "/python", "https://evil.example/python/", "/python/\u{a}x", nil] {
            #expect(links.local(path) == "/python/")
        }
        #expect(PageLinks(publicURL: "http://127.0.0.1:8080").local("/x") == "/x")
        #expect(PageLinks.query(["q": "a b&c", "page": ""]) == "?q=a%20b%26c")
    }
}
