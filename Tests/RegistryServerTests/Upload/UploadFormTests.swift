import RegistryServer
import Testing

@Suite("An upload form")
struct UploadFormTests {
    private struct Taken {
        var form: UploadForm
        var filename: String?
        var file: [UInt8] = []
    }

    private func read(_ body: [UInt8], step: Int = .max, limitBytes: Int = 1 << 20) throws(UploadFormError) -> Taken {
        let boundary: MultipartBoundary
        do throws(MultipartError) { boundary = try MultipartBoundary([98]) } catch { throw .multipart(error) }
        var reader = UploadFormReader(boundary: boundary, fileFields: ["content", "file"], limitBytes: limitBytes)
        var taken = Taken(form: UploadForm())
        var rest = body[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(step))
            rest = rest.dropFirst(step)
            var position = 0
            while let event = try reader.next(in: piece.span, from: &position) {
                switch event {
                case .file(let headers): taken.filename = headers.filename
                case .body(let range): taken.file += piece[range]
                case .held(let bytes): taken.file += bytes
                }
            }
        }
        taken.form = try reader.finish()
        return taken
    }

    private func refusal(_ body: FormBody) -> UploadFormError? {
        do throws(UploadFormError) {
            _ = try read(body.closed())
            return nil
        } catch {
            return error
        }
    }

    @Test("keeps fields in order and as lists, and hands the file on", arguments: [1, 3, 1000])
    func fields(step: Int) throws {
        let file = Array("bytes\r\n--bx".utf8)
        let body = FormBody().field(":action", "file_upload").field("classifiers", "A").file("content", "d.whl", file)
            .field("classifiers", "B").field("unknown", "1").field("unknown", "2").field(
                "description", "two\r\nlines é"
            ).closed()
        let taken = try read(body, step: step)
        #expect(
            taken.form.fields.map(\.name) == [
                ":action", "classifiers", "classifiers", "unknown", "unknown", "description",
            ])
        #expect(taken.form.values(.classifiers) == ["A", "B"])
        #expect(taken.form.value(.action) == "file_upload")
        #expect(taken.form.value(.description) == "two\r\nlines é")
        #expect(taken.form.value(.summary) == nil)
        #expect(taken.filename == "d.whl")
        #expect(taken.file == file)
    }

    @Test("counts UNKNOWN and empty values as absent")
    func absent() throws {
        let form = UploadForm(fields: [
            .init("name", ""), .init("name", "UNKNOWN"), .init("license", "UNKNOWN"), .init("name", "demo"),
            .init("platform", "UNKNOWN"),
            .init("platform", "any"),
        ])
        #expect(form.value(.name) == "demo")
        #expect(form.value(.license) == nil)
        #expect(form.contains("license"))
        #expect(form.values(.platform) == ["any"])
    }

    @Test("may say one thing twice but not two things", arguments: LegacyField.allCases)
    func conflicts(field: LegacyField) throws {
        let name = field.rawValue
        #expect(refusal(FormBody().field(name, "a").field(name, "a").field(name, "UNKNOWN").field(name, "")) == nil)
        let conflict = refusal(FormBody().field(name, "a").field("x", "y").field(name, "b"))
        #expect(conflict == (field.isRepeated ? nil : .conflictingValues(field: name)))
    }

    @Test("has at most one file, under one of its names, with a filename")
    func files() {
        let file = FormBody().file("content", "a.whl", [1])
        #expect(refusal(file.file("content", "a.whl", [1])) == .severalFiles(field: "content"))
        #expect(refusal(file.file("file", "b.whl", [1])) == .severalFiles(field: "file"))
        #expect(refusal(FormBody().field("content", "text")) == .fileWithoutFilename(field: "content"))
        #expect(refusal(FormBody().file("content", "", [])) == .fileWithoutFilename(field: "content"))
        #expect(refusal(FormBody().file("name", "demo.txt", [1])) == .textWithFilename(field: "name"))
        #expect(refusal(FormBody().file("other", "", [1])) == .textWithFilename(field: "other"))
        #expect(refusal(file.file("gpg_signature", "a.whl.asc", [1])) == nil)
        #expect(refusal(FormBody().field("name", "demo")) == nil)
    }

    @Test("has text that is UTF-8")
    func encoding() {
        let latin1 = FormBody().part(headers: ["Content-Disposition: form-data; name=author"], [0x4D, 0xE9])
        #expect(refusal(latin1) == .notUTF8(field: "author"))
    }

    @Test("is limited in its text, and not by its file", arguments: [1, 1000])
    func limits(step: Int) throws {
        let body = FormBody().field("name", "demo").file("content", "a", Array(repeating: 65, count: 5000)).field(
            "x", "y"
        ).closed()
        // The names and values, the file's name included: namedemo content xy.
        #expect(try read(body, step: step, limitBytes: 17).file.count == 5000)
        #expect(throws: UploadFormError.formTooLong(limitBytes: 16)) { try read(body, step: step, limitBytes: 16) }
        let signature = FormBody().file("gpg_signature", "a", Array(repeating: 65, count: 5000)).closed()
        #expect(throws: UploadFormError.formTooLong(limitBytes: 4000)) { try read(signature, limitBytes: 4000) }
        #expect(throws: UploadFormError.multipart(.truncated)) { try read(Array(body.dropLast(4))) }
    }
}
