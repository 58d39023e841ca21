import RegistryServer
import Testing

@Suite("The headers of a part")
struct PartHeadersTests {
    private func outcome(_ headers: [[UInt8]]) -> ReadOutcome {
        var body = Array("--b\r\n".utf8)
        for header in headers { body += header + [13, 10] }
        return ReadOutcome(body + Array("\r\nx\r\n--b--".utf8))
    }

    private func part(_ headers: String...) throws -> ReadForm.Part {
        guard case .read(let form) = outcome(headers.map { Array($0.utf8) }) else {
            throw MultipartError.malformedHeader("\(headers): \(outcome(headers.map { Array($0.utf8) }))")
        }
        return form.parts[0]
    }

    @Test("may be in any case and order, with spaces or without")
    func forms() throws {
        let part = try part(
            "X-Other: é \"; odd", "content-type:Text/Plain; charset=utf-8",
            "CONTENT-DISPOSITION:FORM-DATA ;Name=\"a\";\tFILENAME=b ; ",
            "content-transfer-encoding: BINARY")
        #expect(part.name == "a")
        #expect(part.filename == "b")
        #expect(part.contentType == "Text/Plain; charset=utf-8")
    }

    static let filenames: [(String, String)] = [
        (#""demo-1.0.tar.gz""#, "demo-1.0.tar.gz"), (#"demo-1.0.tar.gz"#, "demo-1.0.tar.gz"), (#""a\"b""#, #"a"b"#),
        (#""a\\b""#, #"a\b"#), (#""C:\dir\x.whl""#, #"C:\dir\x.whl"#), (#""a%22b""#, "a%22b"),
        (#""../../etc/passwd""#, "../../etc/passwd"),
        (#""a;b""#, "a;b"), (#""é€😀""#, "é€😀"), (#""""#, ""), (#""a"; x="filename=c""#, "a"),
    ]

    @Test("give the filename as sent", arguments: filenames)
    func filename(written: String, meant: String) throws {
        #expect(try part("Content-Disposition: form-data; name=a; filename=\(written)").filename == meant)
    }

    @Test("may say filename* only where filename says the same")
    func extended() throws {
        let start = "Content-Disposition: form-data; name=a; "
        #expect(try part(start + "filename=x.whl; filename*=UTF-8''x.whl").filename == "x.whl")
        #expect(try part(start + "filename*=utf-8'en'a%20b; filename=\"a b\"").filename == "a b")
        for wrong in [
            "filename=x.whl; filename*=UTF-8''y.whl", "filename*=UTF-8''x.whl", "filename=x; filename*=latin-1''x",
            "filename=x; filename*=x", "filename=x; filename*=UTF-8''%7", "filename=x; filename*0=x", "name*=UTF-8''a",
            "filename=\"%\"; filename*=UTF-8''%+1",
        ] {
            #expect(outcome([Array((start + wrong).utf8)]) == .refused(.extendedFilename), "\(wrong)")
        }
    }

    @Test("must not have names in another encoding than UTF-8")
    func latin1() {
        let start = Array("Content-Disposition: form-data; name=a; filename=\"".utf8)
        #expect(outcome([start + [0xE9, 0x22]]) == .refused(.notUTF8("filename")))
        #expect(
            outcome([Array("Content-Disposition: form-data; name=\"".utf8) + [0xFF, 0x22]])
                == .refused(.notUTF8("name")))
        #expect(outcome([start + [0xC0, 0xAF, 0x22]]) == .refused(.notUTF8("filename")))
    }

    @Test(
        "must name the part",
        arguments: [
            "X: y", "Content-Disposition: form-data", "Content-Disposition: form-data; filename=x",
            "Content-Disposition: attachment; name=a",
            "Content-Disposition:", "Content-Type: text/plain; name=a",
        ])
    func unnamed(header: String) {
        #expect(outcome([Array(header.utf8)]) == .refused(.unnamedPart))
        #expect(outcome([]) == .refused(.unnamedPart))
    }

    @Test(
        "must be well formed",
        arguments: [
            "form-data; name=\"a", "form-data; name=", "form-data; name", "form-data; =a", "form-data; name=a b",
            "form-data name=a",
            "form-data; name=\"a\"b", "form-data; name=a\u{0}", "form-data; name=\"a\u{7F}\"", "form-data; name=é",
            "form-data; na me=a",
            "form-data; name=a\\", "form-data; name=\"a\\\"", "form-data;; name=a",
        ])
    func malformed(value: String) {
        let outcome = outcome([Array("Content-Disposition: \(value)".utf8)])
        guard case .refused(.malformedHeader) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test(
        "must be lines of a name and a value",
        arguments: [" folded: x", "no colon", ": y", "na me: y", "a\n: y", "x: a\rb", "x: a\nb", "x : y"])
    func lines(line: String) {
        let outcome = outcome([Array("Content-Disposition: form-data; name=a".utf8), Array(line.utf8)])
        guard case .refused(.malformedHeader) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test("must say nothing twice")
    func duplicates() {
        let disposition = Array("Content-Disposition: form-data; name=a".utf8)
        #expect(outcome([disposition, disposition]) == .refused(.duplicate("content-disposition")))
        #expect(outcome([disposition + Array("; NAME=b".utf8)]) == .refused(.duplicate("Content-Disposition name")))
        let filenames = Array("; filename=x; filename=\"x\"".utf8)
        #expect(outcome([disposition + filenames]) == .refused(.duplicate("Content-Disposition filename")))
    }

    @Test("must not change how the content is read")
    func encodings() {
        let disposition = Array("Content-Disposition: form-data; name=a".utf8)
        for encoding in ["base64", "quoted-printable", "x-gzip", ""] {
            let header = Array("Content-Transfer-Encoding: \(encoding)".utf8)
            #expect(outcome([disposition, header]) == .refused(.transferEncoding(encoding)))
        }
        for encoding in ["binary", "8bit", "7BIT "] {
            #expect(outcome([disposition, Array("Content-Transfer-Encoding: \(encoding)".utf8)]).isRead)
        }
        for type in ["multipart/mixed; boundary=c", "Multipart/Form-Data"] {
            #expect(outcome([disposition, Array("Content-Type: \(type)".utf8)]) == .refused(.nested))
        }
    }
}
