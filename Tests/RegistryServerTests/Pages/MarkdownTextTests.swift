import Testing

@testable import RegistryServer

@Suite("Markdown that others wrote")
struct MarkdownTextTests {
    @Test(
        "becomes the few elements that are allowed",
        arguments: [
            ("# One\n## Two", "<h3>One</h3>\n<h4>Two</h4>\n"),
            (
                "a *b* **c** `d<e>` ~~f~~",
                "<p>a <em>b</em> <strong>c</strong> <code>d&lt;e&gt;</code> <del>f</del></p>\n"
            ),
            ("- a\n- b", "<ul><li>a</li>\n<li>b</li>\n</ul>\n"),
            ("3. a\n4. b", "<ol start=\"3\"><li>a</li>\n<li>b</li>\n</ol>\n"),
            ("- [x] a\n- [ ] b", "<ul><li>☑ a</li>\n<li>☐ b</li>\n</ul>\n"),
            ("> q", "<blockquote><p>q</p>\n</blockquote>\n"),
            ("```py\nx < 1\n```", "<pre tabindex=\"0\"><code>x &lt; 1\n</code></pre>\n"),
            (
                "| a | b |\n|---|---|\n| 1 | 2 |",
                "<div class=\"scroll\" tabindex=\"0\"><table><tr><th scope=\"col\">a</th>\n<th scope=\"col\">b</th>\n</tr>\n"
                    + "<tr><td>1</td>\n<td>2</td>\n</tr>\n</table>\n</div>\n"
            ),
            (
                "| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 |\n\n| e |\n|---|",
                "<div class=\"scroll\" tabindex=\"0\"><table><tr><th scope=\"col\" class=\"left\">a</th>\n"
                    + "<th scope=\"col\" class=\"center\">b</th>\n<th scope=\"col\" class=\"right\">c</th>\n"
                    + "<th scope=\"col\">d</th>\n</tr>\n<tr><td class=\"left\">1</td>\n<td class=\"center\">2</td>\n"
                    + "<td class=\"right\"></td>\n<td></td>\n</tr>\n</table>\n</div>\n"
                    + "<div class=\"scroll\" tabindex=\"0\"><table><tr><th scope=\"col\">e</th>\n</tr>\n</table>\n</div>\n"
            ),
            ("a  \nb", "<p>a<br>\nb</p>\n"), ("---", "<hr>\n"),
            (
                "see https://a.example/x, then",
                "<p>see <a href=\"https://a.example/x\" rel=\"nofollow noopener noreferrer\">https://a.example/x</a>, then</p>\n"
            ),
            (
                "![a picture](https://a.example/p.png)",
                "<p><a href=\"https://a.example/p.png\" rel=\"nofollow noopener noreferrer\">a picture</a></p>\n"
            ),
            (
                "[![badge](https://b.example/x.svg)](https://a.example/)",
                "<p><a href=\"https://a.example/\" rel=\"nofollow noopener noreferrer\">badge</a></p>\n"
            ),
        ])
    func elements(markdown: String, html: String) throws {
        #expect(try #require(MarkdownText.html(markdown)).html == html)
    }

    static let attacks = [
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java&#x0A;script:alert(1))",
        "<javascript:alert(1)>",
        "[x](data:text/html,<script>alert(1)</script>)", "![x](data:image/svg+xml,<svg onload=alert(1)>)",
        "[x](vbscript:x)", "[x](//evil.example)", "[x](/account/tokens)", "[x](https://good.example@evil.example/)",
        "[x](https:\\\\evil.example)", "[x](file:///etc/passwd)", "[x][r]\n\n[r]: javascript:alert(1)",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b onmouseover=alert(1)>b</b>",
        "<svg/onload=alert(1)>", "<iframe src=//evil.example></iframe>", "<style>*{display:none}</style>",
        "<a href=\"javascript:alert(1)\">x</a>", "<!-- --><script>alert(1)</script>",
        "<scr<script>ipt>alert(1)</script>",
        "`<script>`", "    <script>alert(1)</script>",
        "[\"onmouseover=alert(1) x=\"](https://a.example/\"onmouseover=alert(1))",
        "[x](https://a.example/ \"title\\\" onmouseover=alert(1)\")", "| <script> |\n|---|\n| <img onerror=x> |",
        "# <script>alert(1)</script>", "a\u{202e}b", "[a\u{202e}b](https://a.example/\u{202e}x)", "a\u{0}b",
        "![x\"onerror=alert(1)](https://a.example/)", "<https://a.example/\"><script>alert(1)</script>>",
    ]

    @Test("never becomes script, a strange tag, or a link that is not of the web", arguments: attacks)
    func hostile(markdown: String) throws {
        let html = try #require(MarkdownText.html(markdown)).html
        let tags = html.matches(of: #/<[^>]*>/#).map { String($0.output) }
        let allowed = [
            "p", "h3", "h4", "em", "strong", "code", "del", "ul", "li", "ol", "blockquote", "pre", "div", "table", "tr",
            "th",
            "td", "br", "hr", "a",
        ]
        for tag in tags {
            let name = tag.drop { $0 == "<" || $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
            #expect(allowed.contains(String(name)), "\(tag)")
            let bare = tag.replacing(#/"[^"]*"/#, with: "")
            #expect(!bare.contains("\"") && !bare.contains("on"), "\(tag)")
            if name == "a", tag.hasPrefix("<a") {
                #expect(
                    tag.wholeMatch(of: #/<a href="https?:\/\/[^"@\\]+" rel="nofollow noopener noreferrer">/#) != nil,
                    "\(tag)")
            }
        }
        #expect(!html.unicodeScalars.contains { [0, 0x202e].contains($0.value) })
        #expect(!html.contains("good.example@") || !html.contains("<a"))
    }

    @Test(
        "is refused in time where the library would take for ever",
        arguments: [
            ("![[]()", ""), ("[", ""), ("> ", "a"), (">", "a"), ("- ", "a"), ("*a **a ", ""), ("a_ *b ", ""),
            ("[a](", ""),
            ("a\n|-\n", ""), ("a <?", ""), ("`a``b```", ""), ("|-", "\n"), ("<!--", ""), ("[a]: b\n", ""), ("a|\n", ""),
            ("1. ", "x"), ("\n> - ", ""), ("<a ", ""), ("&amp;", ""), ("\\", ""), ("![a](<b", ""), ("~~a ", ""),
            ("-\n", ""),
            ("a\n===\n", ""), ("    a\n", ""), ("```\n", ""), ("a  \n", ""), ("https://a.example/(", ""), ("- a\n", ""),
            ("`a\n\n", ""),
            ("a|b\n-|-\nc|d\n", ""), ("[^a]", ""), ("[^a]: b\n\n", ""), ("[[]](a)", ""), ("***a", ""),
        ])
    func slow(piece: String, end: String) {
        for size in [30_000, 120_000, 1 << 20] {
            let text = String(repeating: piece, count: size / piece.utf8.count) + end
            let took = ContinuousClock().measure { _ = PackageDescription(text, type: "text/markdown") }
            // Seconds, on a machine that does other things: the library itself needs minutes for some of these.
            #expect(took < .seconds(20), "\(piece), \(size) bytes: \(took)")
        }
    }

    @Test("is refused where a table would have more cells than there is memory for")
    func tables() {
        let columns = String(repeating: "|x", count: 4000) + "|\n" + String(repeating: "|-", count: 4000) + "|\n"
        #expect(MarkdownText.html(columns + String(repeating: "a\n", count: 4000)) == nil)
        let wide = String(repeating: "|x", count: 20) + "|\n" + String(repeating: "|-", count: 20) + "|\n"
        #expect(MarkdownText.html(wide + String(repeating: "|1|2\n", count: 500)) != nil)
    }

    @Test("is shown as text where it is no Markdown, too long or too intricate")
    func descriptions() {
        #expect(PackageDescription("*a*", type: "text/x-rst").text == "*a*")
        #expect(PackageDescription("*a*", type: nil).text == "*a*")
        #expect(PackageDescription("*a*", type: "Text/Markdown; variant=GFM").html == "<p><em>a</em></p>\n")
        #expect(PackageDescription(" \n", type: "text/markdown") == PackageDescription(nil, type: nil))
        let long = PackageDescription(String(repeating: "word \n", count: 200_000), type: "text/plain")
        #expect(long.isCut)
        #expect((long.text?.utf8.count ?? .max) <= PackageDescription.limitBytes)
        let nested = PackageDescription(String(repeating: "> ", count: 1000) + "a", type: "text/markdown")
        #expect(nested.html == nil && nested.text?.hasSuffix("a") ?? false)
    }

    @Test("loses its tags and keeps its words where it is HTML")
    func words() {
        #expect(
            HTMLText.withoutTags("<h1 align=center>Parcel &amp; co</h1>\n<!-- x --><p>by\n  <b>air</b>")
                == "Parcel & co\nby\nair")
        #expect(HTMLText.withoutTags("<SCRIPT>alert(1)</SCRIPT>after<style>x</style>") == "after")
    }
}

@Suite("An address that others wrote")
struct WebAddressTests {
    @Test("is a link where it is one of the web")
    func good() {
        #expect(WebAddress("https://a.example/b?c=d#e")?.href == "https://a.example/b?c=d#e")
        #expect(WebAddress(" HTTP://A.example ")?.href == "http://A.example")
        #expect(WebAddress("https://a.example/ä \"<>")?.href == "https://a.example/%C3%A4%20%22%3C%3E")
        #expect(WebAddress("https://a.example:8080/x")?.host == "a.example:8080")
        #expect(WebAddress("https://a.example/\u{202e}x")?.href == "https://a.example/%E2%80%AEx")
    }

    @Test(
        "is none otherwise",
        arguments: [
            "", "javascript:alert(1)", "data:text/html,x", "//a.example", "/x", "https://", "https:///x",
            "http:a.example",
            "https://u@a.example/", "https://a.example\\@b.example/", "https://a b/", "https://a.example\n.b",
            "ftp://a.example/",
            "\u{1}javascript:alert(1)", "java\nscript:x", "https://?x", "mailto:a@b.example",
            "https://a.example/" + String(repeating: "x", count: 3000),
        ])
    func bad(text: String) { #expect(WebAddress(text) == nil) }
}
