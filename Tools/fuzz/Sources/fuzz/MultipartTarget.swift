import Forms

/// A body must be read alike, whole and in pieces, and an upload form must not depend on the pieces either.
enum MultipartTarget: FuzzTarget {
    static let name = "multipart"
    static let summary = "forms read whole and in pieces are the same"

    /// The length of the boundary, three lengths of pieces, the body; the boundary is always of this letter.
    static var seeds: [[UInt8]] {
        let bodies = [
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n",
            "p\r\n--b \r\nContent-Disposition: form-data; name=content; filename=\"x\\\".whl\"; filename*=UTF-8''x\r\n"
                + "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + "\r\n--\r\n--b-\r\n--bx\r\n--b\r--\r\n--b\r\nContent-Disposition: form-data; name=\":action\"\r\n\r\n"
                + "file_upload\r\n--b-- \r\nepilogue",
        ]
        return bodies.flatMap { body in
            [[0, 1, 2, 3], [0, 200, 200, 200]].map { $0 + Array(body.utf8) }
        }
    }

    private enum Outcome: Equatable {
        case read(UploadForm, file: [UInt8], name: String?)
        case refused(UploadFormError)
    }

    static func run(_ input: [UInt8]) {
        guard input.count > 4,
            let boundary = try? MultipartBoundary(
                [UInt8](repeating: UInt8(ascii: "b"), count: 1 + Int(input[0]) % 70))
        else { return }
        let body = Array(input[4...])
        let whole = read(body, boundary, steps: [body.count])
        let steps = input[1..<4].map { 1 + Int($0) }
        demand(read(body, boundary, steps: steps) == whole, "pieces of \(steps) are read in another way")
        if let text = String(validating: body.prefix(200), as: UTF8.self) {
            _ = try? MultipartBoundary(contentType: text)
            _ = try? MultipartBoundary(contentType: "multipart/form-data; " + text)
        }
    }

    private static func read(_ body: [UInt8], _ boundary: MultipartBoundary, steps: [Int]) -> Outcome {
        var limits = MultipartLimits()
        limits.headerBytes = 300
        limits.preambleBytes = 64
        limits.epilogueBytes = 64
        limits.parts = 20
        var reader = UploadFormReader(
            boundary: boundary, fileFields: ["content", "a"], limitBytes: 1000, limits: limits)
        var file: [UInt8] = []
        var name: String?
        do throws(UploadFormError) {
            var rest = body[...]
            var turn = 0
            while !rest.isEmpty {
                let piece = Array(rest.prefix(steps[turn % steps.count]))
                rest = rest.dropFirst(piece.count)
                turn += 1
                var position = 0
                while let event = try reader.next(in: piece.span, from: &position) {
                    demand((0...piece.count).contains(position), "the position \(position) is outside")
                    switch event {
                    case .file(let headers): name = headers.filename
                    case .body(let range): file += piece[range]
                    case .held(let bytes): file += bytes
                    }
                }
                demand(position == piece.count, "a piece was left at \(position)")
            }
            let form = try reader.finish()
            let textBytes = form.fields.reduce(0) { $0 + $1.value.utf8.count }
            demand(file.count + textBytes <= body.count, "more came out than went in")
            return .read(form, file: file, name: name)
        } catch {
            // Where a limit is exceeded depends on what had come by then; that it is does not.
            return .refused(error)
        }
    }
}
