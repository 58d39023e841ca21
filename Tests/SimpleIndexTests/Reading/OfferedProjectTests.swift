import PythonPackaging
import SimpleIndex
import Testing

@Suite("A page of another index is read")
struct OfferedProjectTests {
    private static let json = "application/vnd.pypi.simple.v1+json"
    private static let html = "text/html; charset=utf-8"
    private static let sha = String(repeating: "ab", count: 32)

    private func read(
        _ text: String, as type: String, at url: String = "https://index.test/simple/lark/",
        limits: PageLimits = PageLimits()
    ) throws -> OfferedProject {
        let lark = try #require(ProjectName("Lark"))
        return try OfferedProject(
            reading: Array(text.utf8), contentType: type, of: lark, at: url, limits: limits)
    }

    private func json(_ files: String, version: String = "1.4", more: String = "") -> String {
        #"{"meta":{"api-version":"\#(version)"},"name":"lark","files":[\#(files)]\#(more)}"#
    }

    private func file(_ filename: String, url: String? = nil, more: String = "") -> String {
        #"{"filename":"\#(filename)","url":"\#(url ?? "../../files/" + filename)","hashes":{"SHA256":"\#(Self.sha.uppercased())"}\#(more)}"#
    }

    @Test("with everything that JSON can say of a file")
    func everything() throws {
        let more = """
            ,"requires-python":">=3.9","size":4711,"upload-time":"2026-11-03T08:15:30.123456Z","yanked":"odd",
            "core-metadata":{"sha256":"\(Self.sha)"},"provenance":"https://index.test/p","_unknown":{"a":[1]}
            """
        let page = try read(
            json(
                file("lark-1.0-py3-none-any.whl", more: more),
                more: #","project-status":{"status":"deprecated","reason":"use kite"}"#), as: Self.json)
        let found = try #require(page.files.first)
        #expect(page.files.count == 1 && page.skipped == 0)
        #expect(found.url == "https://index.test/files/lark-1.0-py3-none-any.whl")
        #expect(found.sha256 == Self.sha && found.requiresPython == ">=3.9" && found.size == 4711)
        #expect(found.uploadTime == 1_793_693_730_123 && found.yanked == "odd" && found.version == "1.0")
        #expect(found.coreMetadata == .sha256(Self.sha) && found.provenanceURL == "https://index.test/p")
        #expect(page.status == .deprecated && page.statusReason == "use kite")
    }

    @Test("with everything that HTML can say of a file, however it is spelled")
    func anchors() throws {
        let page = try read(
            """
            <!-- <a href="lark-9.tar.gz">lark-9.tar.gz</a> --><HTML><head>
            <meta content='1.1' NAME="pypi:repository-version"><base href="/mirror/">
            <meta name=pypi:project-status content=archived></head><body>
            <a href=lark-1.0.tar.gz#sha256=\(Self.sha) data-requires-python="&gt;=3.9,&lt;4">lark-1.0.tar.gz</a>
            <A HREF='//files.test/x/lark-2.0.tar.gz#egg=lark&amp;md5=0123456789abcdef0123456789ABCDEF' data-yanked>x
            <a href="lark-3.0-py3-none-any.whl" data-yanked="a &quot;bad&quot; &#60;b&gt;"
              data-dist-info-metadata="sha256=\(Self.sha)">lark-3.0-py3-none-any.whl</a
            ><a href="lark-4.0-py3-none-any.whl" data-core-metadata="true">
            """, as: Self.html)
        try #require(page.files.map(\.version) == ["1.0", "2.0", "3.0", "4.0"])
        #expect(page.files[0].url == "https://index.test/mirror/lark-1.0.tar.gz")
        #expect(page.files[0].sha256 == Self.sha && page.files[0].requiresPython == ">=3.9,<4")
        #expect(page.files[1].url == "https://files.test/x/lark-2.0.tar.gz" && page.files[1].yanked == "")
        #expect(page.files[1].hashes == ["md5": "0123456789abcdef0123456789abcdef"])
        #expect(page.files[2].yanked == #"a "bad" <b>"# && page.files[2].coreMetadata == .sha256(Self.sha))
        #expect(page.files[3].coreMetadata == .unhashed && page.status == .archived && page.skipped == 0)
    }

    @Test(
        "without a file that cannot be trusted",
        arguments: [
            ("kite-1.0.tar.gz", nil), ("lark-1.0.exe", nil), ("lark.tar.gz", nil),
            ("lark-1.0.tar.gz", "javascript:alert(1)"),
            ("lark-1.0.tar.gz", "file:///etc/lark-1.0.tar.gz"),
            ("lark-1.0.tar.gz", "https://u:p@files.test/lark-1.0.tar.gz"),
            ("lark-1.0.tar.gz", "https:///lark-1.0.tar.gz"), ("lark-1.0.tar.gz", "kite-1.0.tar.gz"),
            ("lark-1.0.tar.gz", "x/%2e%2e%2flark-1.0.tar.gz"), ("lark-1.0.tar.gz", "lark-1.0.tar.gz%"),
            ("..%2flark-1.0.tar.gz", nil), ("lark-1.0.tar.gz", "lark-1.0.tar.gz#sha512=abc"),
        ] as [(String, String?)])
    func untrusted(filename: String, url: String?) throws {
        let good = file("lark-2.0.tar.gz")
        let page = try read(json(file(filename, url: url) + "," + good), as: Self.json)
        #expect(page.files.map(\.filename) == ["lark-2.0.tar.gz"])
        #expect(page.skipped == 1)
        let same = try read(
            "<a href='\(url ?? filename)#sha256=zz'>\(filename)</a><a href=lark-2.0.tar.gz>", as: Self.html)
        #expect(same.files.map(\.filename) == ["lark-2.0.tar.gz"])
    }

    @Test(
        "without a file of which a key is malformed",
        arguments: [
            #","size":-1"#, #","size":"big""#, #","size":1e300"#, #","yanked":[]"#, #","requires-python":{}"#,
            #","core-metadata":{"sha256":"short"}"#, #","core-metadata":{"sha256":1}"#, #","upload-time":7"#,
        ])
    func malformedKey(more: String) throws {
        let page = try read(json(file("lark-1.0.tar.gz", more: more) + ",[],null,{}"), as: Self.json)
        #expect(page.files.isEmpty && page.skipped == 4)
    }

    @Test("to the first of two files with one name")
    func twins() throws {
        let page = try read(
            json(file("lark-1.0.tar.gz", url: "a/lark-1.0.tar.gz") + "," + file("lark-1.0.tar.gz")), as: Self.json)
        #expect(page.files.map(\.url) == ["https://index.test/simple/lark/a/lark-1.0.tar.gz"])
        #expect(page.skipped == 1)
    }

    @Test("unless it is of another major version", arguments: ["2.0", "0.9", "", "x", "-1", "1e1", "+1", "11"])
    func version(text: String) throws {
        #expect(throws: PageReadingError.otherVersion(text)) { try read(json("", version: text), as: Self.json) }
        #expect(throws: PageReadingError.otherVersion(text)) {
            try read("<meta name=pypi:repository-version content='\(text)'>", as: Self.html)
        }
    }

    @Test("unless it is another project's, or no page")
    func refused() throws {
        #expect(throws: PageReadingError.otherProject("kite")) {
            try read(json("").replacing("lark", with: "kite"), as: Self.json)
        }
        for text in [
            "", "[]", "{}", "nope", #"{"meta":{},"name":"lark","files":[]}"#, json("").replacing("[]", with: "{}"),
        ] {
            #expect(throws: PageReadingError.self) { try read(text, as: Self.json) }
        }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: PageReadingError.self) { try read(json(deep), as: Self.json) }
        #expect(throws: PageReadingError.otherType("text/plain")) { try read("", as: "text/plain; charset=utf-8") }
        #expect(throws: PageReadingError.malformed("it has a NUL character")) {
            try read("<a href=lark-1.0.tar.gz>\0<a href=lark-2.0.tar.gz>", as: Self.html)
        }
        #expect(throws: PageReadingError.badAddress("ftp://x/")) { try read(json(""), as: Self.json, at: "ftp://x/") }
        #expect(throws: PageReadingError.malformed("its base is no address")) {
            try read("<base href='data:x'>", as: Self.html)
        }
    }

    @Test("within limits of bytes, files and depth")
    func limits() throws {
        var limits = PageLimits()
        limits.files = 2
        let three = ["1", "2", "3"].map { "lark-\($0).tar.gz" }
        #expect(throws: PageReadingError.tooManyFiles(limit: 2)) {
            try read(json(three.map { file($0) }.joined(separator: ",")), as: Self.json, limits: limits)
        }
        #expect(throws: PageReadingError.tooManyFiles(limit: 2)) {
            try read(three.map { "<a href=\($0)>" }.joined(), as: Self.html, limits: limits)
        }
        #expect(throws: PageReadingError.tooDeep(limit: 200)) {
            try read(String(repeating: "<div>", count: 5000) + "<a href=lark-1.tar.gz>", as: Self.html)
        }
        limits.bytes = 10
        #expect(throws: PageReadingError.tooLong(limitBytes: 10)) {
            try read("<a href=lark-1.tar.gz>", as: Self.html, limits: limits)
        }
    }

    @Test("without a look at anything it names")
    func entities() throws {
        let page = try read(
            """
            <!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&x;&x;">]>
            <a href="lark-1.0.tar.gz" data-requires-python="&x;&y;">lark</a>
            """, as: Self.html)
        #expect(page.files.map(\.requiresPython) == ["&x;&y;"])
    }

    @Test(
        "with times to the millisecond, and without those that are none",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59.9Z", 951_868_799_900),
            ("2026-11-03T08:15:30.123456+00:00", 1_793_693_730_123), ("1969-12-31T23:59:59Z", -1000),
            ("2026-02-29T00:00:00Z", nil), ("2026-11-03T08:15:30", nil), ("2026-11-03T08:15:30+02:00", nil),
            ("2026-11-03 08:15:30Z", nil), ("2026-13-03T08:15:30Z", nil), ("٢٠٢٦-11-03T08:15:30Z", nil), ("", nil),
        ] as [(String, Int64?)])
    func times(text: String, milliseconds: Int64?) throws {
        let page = try read(
            json(file("lark-1.0.tar.gz", more: #","upload-time":"\#(text)""#)), as: Self.json)
        #expect(page.files.map(\.uploadTime) == [milliseconds])
    }
}
