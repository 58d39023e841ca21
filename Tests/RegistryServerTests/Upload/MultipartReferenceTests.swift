import Foundation
import RegistryServer
import TestSupport
import Testing

/// python-multipart is what most Python servers read forms with.
@Suite("Generated multipart bodies")
struct MultipartReferenceTests {
    private struct Question: Encodable {
        let boundary: String
        let body: Data
    }

    private struct Part: Decodable, Equatable {
        let name: String
        let filename: String?
        let body: Data
    }

    /// Pieces can make a true delimiter together.
    private static func endsPart(_ content: String, _ boundary: String) -> Bool {
        let bytes = Array((content + "\r\n").utf8)
        return ["\r\n", "--"].contains { end in
            let delimiter = Array("\r\n--\(boundary)\(end)".utf8)
            return bytes.indices.contains { bytes[$0...].starts(with: delimiter) }
        }
    }

    private static func body(_ boundary: String, _ dice: inout SeededGenerator) -> [UInt8] {
        let pieces = [
            "\r\n--\(boundary)x", "\r\n--\(boundary.dropLast())", "--\(boundary)\r\n", "\n--\(boundary)--", "\r", "\n",
            "\r\n", "-", "--",
            "\r\n--\(boundary)-x", "words", "\u{0}\u{1}", "é", "\r\n\r\n", "\r\n--",
            "Content-Disposition: form-data; name=z\r\n",
        ]
        let names = [
            "name", ":action", "package[package_file]", "a b", "é", "quo\\\"te", "back\\\\slash", "x;y", "per%22cent",
            "",
        ]
        var form = FormBody(boundary: boundary)
        for _ in 0..<Int.random(in: 1...5, using: &dice) {
            var content = ""
            repeat {
                content = (0..<Int.random(in: 0...6, using: &dice)).map { _ in pieces.randomElement(using: &dice) ?? ""
                }
                .joined()
            } while endsPart(content, boundary)
            let name = names.randomElement(using: &dice) ?? ""
            if Bool.random(using: &dice) {
                form = form.file(name, names.randomElement(using: &dice) ?? "", Array(content.utf8))
            } else {
                form = form.field(name, content)
            }
        }
        return form.closed()
    }

    @Test("are read as python-multipart reads them")
    func agree() throws {
        let python = try ReferencePython(with: .init("python-multipart", "0.0.34"))
        var dice = SeededGenerator(seed: 7)
        var questions: [Question] = []
        for _ in 0..<600 {
            let boundary =
                ["b", "----WebKitFormBoundary7MA4YWxkTrZu0gW", "------------------------d74496d66958873e", "-"]
                .randomElement(using: &dice) ?? "b"
            questions.append(Question(boundary: boundary, body: Data(Self.body(boundary, &dice))))
        }
        let answers = try withTemporaryDirectory { directory in
            let folder = URL(fileURLWithPath: String(describing: directory), isDirectory: true)
            try Data(Self.script.utf8).write(to: folder.appending(path: "read.py"))
            try JSONEncoder().encode(questions).write(to: folder.appending(path: "bodies.json"))
            try python.run([folder.path + "/read.py", folder.path + "/bodies.json", folder.path + "/parts.json"])
            return try JSONDecoder().decode([[Part]].self, from: Data(contentsOf: folder.appending(path: "parts.json")))
        }
        #expect(answers.count == questions.count)
        for (question, answer) in zip(questions, answers) {
            let form = try ReadForm(Array(question.body), boundary: question.boundary)
            let parts = form.parts.map { Part(name: $0.name, filename: $0.filename, body: Data($0.body)) }
            #expect(parts == answer, "\(String(decoding: question.body, as: UTF8.self).debugDescription)")
        }
    }

    private static let script = """
        import base64, json, sys
        from python_multipart.multipart import MultipartParser, parse_options_header

        def read(boundary, body):
            parts, header = [], {}

            def begin():
                parts.append({"headers": {}, "body": b""})
                header.update(field=b"", value=b"")

            def field(data, start, end): header["field"] += data[start:end]
            def value(data, start, end): header["value"] += data[start:end]

            def header_end():
                parts[-1]["headers"][header["field"].lower()] = header["value"]
                header.update(field=b"", value=b"")

            def data(data, start, end): parts[-1]["body"] += data[start:end]

            parser = MultipartParser(boundary, {
                "on_part_begin": begin, "on_part_data": data, "on_header_field": field,
                "on_header_value": value, "on_header_end": header_end})
            parser.write(body)
            parser.finalize()
            for part in parts:
                _, options = parse_options_header(part["headers"][b"content-disposition"])
                yield {"name": options[b"name"].decode(),
                       "filename": options[b"filename"].decode() if b"filename" in options else None,
                       "body": base64.b64encode(part["body"]).decode()}

        with open(sys.argv[1]) as file:
            questions = json.load(file)
        answers = [list(read(one["boundary"].encode(), base64.b64decode(one["body"]))) for one in questions]
        with open(sys.argv[2], "w") as file:
            json.dump(answers, file)

        """
}
