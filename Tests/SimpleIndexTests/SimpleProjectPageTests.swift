import Foundation
import SimpleIndex
import Testing

@Suite("A project's page")
struct SimpleProjectPageTests {
    static let sha = String(repeating: "ab", count: 32)
    static let metadataSHA = String(repeating: "cd", count: 32)

    static func file(_ filename: String, _ version: String) -> SimpleFile {
        SimpleFile(
            filename: filename, version: version, url: "/files/\(filename)", sha256: sha, size: 4711,
            uploadTime: 1_793_693_730_123)
    }

    static func page(
        status: SimpleProjectStatus = .active, reason: String? = nil, style: SimpleStyle = .standard
    ) -> SimpleProjectPage {
        var wheel = file("lark_tools-1.0-py3-none-any.whl", "1.0")
        wheel.requiresPython = ">=3.9,<4"
        wheel.yanked = "built with the \"wrong\" compiler"
        wheel.coreMetadataSHA256 = metadataSHA
        wheel.provenanceURL = "https://index.test/provenance/lark_tools-1.0-py3-none-any.whl"
        return SimpleProjectPage(
            name: "lark-tools", displayName: "Lark.Tools", status: status, statusReason: reason,
            files: [wheel, file("lark_tools-1.0rc1.tar.gz", "1.0rc1")], style: style)
    }

    private func text(_ page: SimpleProjectPage, _ representation: SimpleRepresentation) -> String {
        String(decoding: page.rendered(as: representation), as: UTF8.self)
    }

    @Test("is this text in JSON")
    func json() {
        #expect(
            text(Self.page(), .json) == """
                {"meta":{"api-version":"1.4"},"name":"lark-tools","project-status":{"status":"active"},\
                "versions":["1.0rc1","1.0"],"files":[
                {"filename":"lark_tools-1.0rc1.tar.gz","url":"/files/lark_tools-1.0rc1.tar.gz",\
                "hashes":{"sha256":"\(Self.sha)"},"size":4711,"upload-time":"2026-11-03T08:15:30.123000Z"},
                {"filename":"lark_tools-1.0-py3-none-any.whl","url":"/files/lark_tools-1.0-py3-none-any.whl",\
                "hashes":{"sha256":"\(Self.sha)"},"requires-python":">=3.9,<4","size":4711,\
                "upload-time":"2026-11-03T08:15:30.123000Z","yanked":"built with the \\"wrong\\" compiler",\
                "core-metadata":{"sha256":"\(Self.metadataSHA)"},\
                "provenance":"https://index.test/provenance/lark_tools-1.0-py3-none-any.whl"}]}

                """)
    }

    @Test("is this text in HTML", arguments: [SimpleRepresentation.html, .plainHTML])
    func html(_ representation: SimpleRepresentation) {
        #expect(
            text(Self.page(), representation) == """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="pypi:repository-version" content="1.4">
                <title>Links for Lark.Tools</title>
                </head>
                <body>
                <h1>Links for Lark.Tools</h1>
                <a href="/files/lark_tools-1.0rc1.tar.gz#sha256=\(Self.sha)">lark_tools-1.0rc1.tar.gz</a><br>
                <a href="/files/lark_tools-1.0-py3-none-any.whl#sha256=\(Self.sha)" \
                data-requires-python="&gt;=3.9,&lt;4" data-yanked="built with the &quot;wrong&quot; compiler" \
                data-core-metadata="sha256=\(Self.metadataSHA)" data-dist-info-metadata="sha256=\(Self.metadataSHA)" \
                data-provenance="https://index.test/provenance/lark_tools-1.0-py3-none-any.whl">\
                lark_tools-1.0-py3-none-any.whl</a><br>
                </body>
                </html>

                """)
    }

    @Test("has in Gitea's HTML no attribute but that of the wanted Python")
    func gitea() {
        let html = text(Self.page(style: .gitea), .html)
        #expect(html.contains("data-requires-python=\"&gt;=3.9,&lt;4\">lark_tools-1.0-py3"))
        for word in ["data-yanked", "data-core", "data-dist", "data-provenance"] { #expect(!html.contains(word)) }
        let json = text(Self.page(style: .gitea), .json)
        #expect(json.contains("\"yanked\":\"built") && json.contains("core-metadata"))
    }

    @Test("has in GitLab's JSON the digest in its links")
    func gitlab() {
        let json = text(Self.page(style: .gitlab), .json)
        #expect(json.contains("\"url\":\"/files/lark_tools-1.0rc1.tar.gz#sha256=\(Self.sha)\""))
        #expect(text(Self.page(style: .gitlab), .html) == text(Self.page(), .html))
    }

    @Test("leaves out what is not known, never says null")
    func absent() throws {
        var file = Self.file("a-1.tar.gz", "1")
        file.requiresPython = ""
        let page = SimpleProjectPage(name: "a", displayName: "A", files: [file])
        #expect(!text(page, .json).contains("null"))
        #expect(!text(page, .html).contains(" data-"))
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(page.rendered(as: .json))) as? [String: Any])
        let files = try #require(object["files"] as? [[String: Any]])
        #expect(Set(files[0].keys) == ["filename", "url", "hashes", "size", "upload-time"])
        #expect(Set(object.keys) == ["meta", "name", "project-status", "versions", "files"])
    }

    @Test("says true of a yanked file without a reason, and has an empty attribute")
    func yankedWithoutReason() {
        var file = Self.file("a-1.tar.gz", "1")
        file.yanked = ""
        let page = SimpleProjectPage(name: "a", displayName: "A", files: [file])
        #expect(text(page, .json).contains("\"yanked\":true}"))
        #expect(text(page, .html).contains(" data-yanked=\"\">"))
    }

    @Test("tells the project's status and why", arguments: SimpleProjectStatus.allCases)
    func status(_ status: SimpleProjectStatus) {
        let page = Self.page(status: status, reason: "moved to <b>\"other\"</b>")
        #expect(
            text(page, .json).contains(
                #""project-status":{"status":"\#(status.rawValue)","reason":"moved to <b>\"other\"</b>"}"#))
        let html = text(page, .html)
        #expect(
            html.contains("<meta name=\"pypi:project-status\" content=\"\(status.rawValue)\">") == (status != .active))
        #expect(
            html.contains(
                "status-reason\" content=\"moved to &lt;b&gt;&quot;other&quot;&lt;/b&gt;\">"))
        #expect(page.files.isEmpty == (status == .quarantined))
        #expect(html.contains("<a ") == (status != .quarantined))
        #expect(text(Self.page(status: status, reason: ""), .json).contains("\"reason\"") == false)
    }

    @Test("orders files and versions by PEP 440, each version once")
    func order() {
        let versions = [
            "1.0", "1.0.0", "0.9", "1.0rc1", "1!0.1", "1.0.dev1", "1.10", "1.9", "1.0.post1", "1.0+local.5",
        ]
        let files = versions.flatMap { [Self.file("b-\($0).zip", $0), Self.file("a-\($0).zip", $0)] }
        let page = SimpleProjectPage(name: "a", displayName: "A", files: files)
        #expect(
            page.versions == ["0.9", "1.0.dev1", "1.0rc1", "1.0", "1.0+local.5", "1.0.post1", "1.9", "1.10", "1!0.1"])
        #expect(page.files.first?.filename == "a-0.9.zip")
        #expect(page.files.dropFirst().first?.filename == "b-0.9.zip")
        #expect(page.files.last?.filename == "b-1!0.1.zip")
        #expect(page.files.count == files.count)
    }

    @Test("orders files for Gitea by the bytes of the version")
    func byteOrder() {
        let files = ["1.9", "1.10", "2.0", "1.0rc1", "1.0"].map { Self.file("a-\($0).zip", $0) }
        let page = SimpleProjectPage(name: "a", displayName: "A", files: files, style: .gitea)
        #expect(page.files.map(\.version) == ["1.0", "1.0rc1", "1.10", "1.9", "2.0"])
        #expect(page.versions == ["1.0rc1", "1.0", "1.9", "1.10", "2.0"])
    }

    @Test("lists files of versions outside PEP 440 last, and those versions not at all")
    func oddVersions() {
        let files = ["nightly", "2.0", "2004d", "1.0"].map { Self.file("a-\($0).zip", $0) }
        let page = SimpleProjectPage(name: "a", displayName: "A", files: files)
        #expect(page.versions == ["1.0", "2.0"])
        #expect(page.files.map(\.version) == ["1.0", "2.0", "2004d", "nightly"])
    }

    @Test(
        "gives times in UTC with microseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000000Z"), (4_107_542_399_999, "2100-02-28T23:59:59.999000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000000Z"), (-62_135_596_800_000, "0001-01-01T00:00:00.000000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999000Z"),
        ])
    func times(_ milliseconds: Int64, _ expected: String) {
        var file = Self.file("a-1.tar.gz", "1")
        file.uploadTime = milliseconds
        let page = SimpleProjectPage(name: "a", displayName: "A", files: [file])
        #expect(text(page, .json).contains("\"upload-time\":\"\(expected)\""))
    }

    @Test(
        "leaves out times that no reader could take", arguments: [253_402_300_800_000, -62_135_596_800_001, .min, .max])
    func absurdTimes(_ milliseconds: Int64) {
        var file = Self.file("a-1.tar.gz", "1")
        file.uploadTime = milliseconds
        let page = SimpleProjectPage(name: "a", displayName: "A", files: [file])
        #expect(!text(page, .json).contains("upload-time"))
    }

    @Test("agrees with Foundation about the days of eight centuries")
    func calendar() throws {
        let formatter = ISO8601DateFormatter()
        for day in stride(from: Int64(-140_000), to: 150_000, by: 37) {
            var file = Self.file("a-1.tar.gz", "1")
            file.uploadTime = day * 86_400_000
            let page = SimpleProjectPage(name: "a", displayName: "A", files: [file])
            let expected = formatter.string(from: Date(timeIntervalSince1970: TimeInterval(day) * 86_400)).dropLast()
            try #require(text(page, .json).contains("\"\(expected).000000Z\""))
        }
    }

    @Test("is written into memory of its own size", arguments: [SimpleRepresentation.json, .html])
    func capacity(_ representation: SimpleRepresentation) {
        let files = (0..<5000).map { number in
            var file = Self.file("lark_tools-1.\(number)-py3-none-any.whl", "1.\(number)")
            file.requiresPython = ">=3.9"
            file.coreMetadataSHA256 = Self.metadataSHA
            return file
        }
        let bytes = SimpleProjectPage(name: "lark", displayName: "Lark", files: files).rendered(as: representation)
        #expect(bytes.count > 5000 * 200)
        #expect(bytes.capacity < bytes.count * 3 / 2)
    }
}
