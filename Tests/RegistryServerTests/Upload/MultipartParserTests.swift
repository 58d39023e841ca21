import RegistryServer
import Testing

@Suite("A multipart body")
struct MultipartParserTests {
    private func content(of body: [UInt8], boundary: String = "b") throws -> [[UInt8]] {
        try ReadForm(body, boundary: boundary).parts.map(\.body)
    }

    @Test("gives its parts in order, each with its name, filename and type")
    func parts() throws {
        let body = FormBody().field("name", "demo").file("content", "demo-1.0.tar.gz", [0, 13, 10, 255])
            .part(headers: ["content-disposition:form-data;name=bare"], []).closed()
        let form = try ReadForm(body)
        #expect(
            form.parts == [
                .init(name: "name", body: Array("demo".utf8), isComplete: true),
                .init(
                    name: "content", filename: "demo-1.0.tar.gz", contentType: "application/octet-stream",
                    body: [0, 13, 10, 255], isComplete: true),
                .init(name: "bare", isComplete: true),
            ])
        #expect(form.isComplete)
    }

    static let lookAlikes = [
        "", "\r", "\n", "\r\n", "-", "--", "\r\n-", "\r\n--", "\r\n--a", "--b", "--b--", "\n--b\r\n", "\r--b--",
        "x\r\n\r\n",
        "\r\n--bb\r\n", "\r\n--b-\r\n", "\r\n--b--x\r\n", "\r\n--b---", "\r\n--b\rx", "\r\n--b\nx", "\r\n--b x",
        "\r\n--b \t\r",
        "\r\n--b\r\r\n--bx", "\r\r\n\r\n--a", "\r\n--B\r\n", "\r\n--b" + String(repeating: " ", count: 40) + "\r\n",
        "\r\n--\r\n--", "\r\n--b0\r\n--b1\r\n--b2",
    ]

    @Test("keeps what only looks like a delimiter as content", arguments: lookAlikes)
    func lookAlike(text: String) throws {
        for content in [text, text + "tail", "head" + text, text + text] {
            let bytes = Array(content.utf8)
            let body = FormBody().file("content", "x", bytes).field("after", "1").closed()
            #expect(try self.content(of: body) == [bytes, Array("1".utf8)], "\(content.debugDescription)")
        }
    }

    @Test(
        "ends at its closing delimiter, whatever white space follows",
        arguments: ["", "\r\n", "\n", " ", " \t\r\nmore --b"])
    func epilogue(text: String) throws {
        let form = try ReadForm(FormBody().field("a", "1").closed(text))
        #expect(form.parts.map(\.isComplete) == [true])
        #expect(form.isComplete)
    }

    @Test(
        "may begin with a line end or a preamble", arguments: ["\r\n", "words\r\n", "--\r\n--bx\r\n", "\n--b\r\n\r\n"])
    func preamble(text: String) throws {
        #expect(try content(of: Array(text.utf8) + FormBody().field("a", "1").closed()) == [Array("1".utf8)])
    }

    @Test("may have spaces behind a delimiter on its line")
    func padding() throws {
        let body = Array("--b \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b-- \r\n".utf8)
        #expect(try content(of: body) == [Array("1".utf8)])
    }

    @Test("may have no parts", arguments: ["--b--", "--b--\r\n", "\r\n--b--", "x\r\n--b--"])
    func empty(text: String) throws {
        let form = try ReadForm(text)
        #expect(form.parts.isEmpty)
        #expect(form.isComplete)
    }

    @Test("is truncated without its closing delimiter, wherever it ends")
    func truncated() throws {
        let whole = FormBody(preamble: "p").field("a", "1").file("content", "x", [1, 2, 3]).closed("")
        for count in 0..<whole.count {
            #expect(ReadOutcome(Array(whole[..<count])) == .refused(.truncated), "\(count) bytes")
        }
        #expect(ReadOutcome(whole).isRead)
    }

    @Test("is found by boundaries of any legal length and character", arguments: 1...70)
    func boundaryLength(length: Int) throws {
        let characters = Array("0'()+_,-./:=? aZ-")
        let boundary = String((0..<length).map { $0 == length - 1 ? "-" : characters[$0 % characters.count] })
        let content = Array("\r\n--\(boundary)x\r\n--\(boundary.dropLast())\r\n--".utf8)
        let body = FormBody(boundary: boundary).file("content", "x", content).closed()
        #expect(try self.content(of: body, boundary: boundary) == [content])
        #expect(
            try MultipartBoundary(contentType: "multipart/form-data; boundary=\"\(boundary)\"").bytes
                == Array(boundary.utf8))
    }

    @Test(
        "announces its boundary in the Content-Type",
        arguments: [
            "multipart/form-data; boundary=b", "Multipart/Form-Data;BOUNDARY=b",
            "multipart/form-data ; boundary=\"b\";",
            "multipart/form-data; charset=utf-8; Boundary=b", "multipart/form-data;\tboundary=b",
        ])
    func contentType(text: String) throws {
        #expect(try MultipartBoundary(contentType: text).bytes == Array("b".utf8))
    }

    @Test(
        "is refused for a missing or malformed boundary",
        arguments: [
            "multipart/form-data", "multipart/form-data;", "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=\"b", "multipart/form-data; boundary=b; boundary=c",
            "multipart/form-data; boundary=b c",
            "multipart/form-data; boundary=\"b \"", "multipart/form-data; boundary=é",
            "multipart/form-data; boundary=\"a\nb\"",
            "multipart/form-data; boundary=" + String(repeating: "b", count: 71), "multipart/form-data; boundary",
            "multipart/form-data boundary=b",
        ])
    func wrongBoundary(text: String) {
        #expect(throws: MultipartError.invalidBoundary) { try MultipartBoundary(contentType: text) }
    }

    @Test(
        "is not read as any other type",
        arguments: ["application/json", "multipart/mixed; boundary=b", "", "multipart/form-data2"])
    func otherType(text: String) {
        #expect(throws: MultipartError.self) { try MultipartBoundary(contentType: text) }
        #expect(throws: MultipartError.notFormData(found: nil)) { try MultipartBoundary(contentType: nil) }
    }
}
