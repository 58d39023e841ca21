/// Writes multipart/form-data, right and wrong.
struct FormBody {
    var boundary = "b"
    private(set) var bytes: [UInt8] = []

    init(boundary: String = "b", preamble: String = "") {
        self.boundary = boundary
        bytes = Array(preamble.utf8)
        if !preamble.isEmpty { bytes += Array("\r\n".utf8) }
    }

    /// A part with headers as they stand.
    func part(headers: [String], _ content: [UInt8]) -> FormBody {
        var body = self
        body.bytes += Array("--\(boundary)\r\n".utf8)
        for header in headers { body.bytes += Array("\(header)\r\n".utf8) }
        body.bytes += Array("\r\n".utf8) + content + Array("\r\n".utf8)
        return body
    }

    func field(_ name: String, _ value: String) -> FormBody {
        part(headers: ["Content-Disposition: form-data; name=\"\(name)\""], Array(value.utf8))
    }

    func file(_ name: String, _ filename: String, _ content: [UInt8]) -> FormBody {
        part(
            headers: [
                "Content-Disposition: form-data; name=\"\(name)\"; filename=\"\(filename)\"",
                "Content-Type: application/octet-stream",
            ], content)
    }

    /// With the closing delimiter and what follows it.
    func closed(_ epilogue: String = "\r\n") -> [UInt8] {
        bytes + Array("--\(boundary)--\(epilogue)".utf8)
    }
}
