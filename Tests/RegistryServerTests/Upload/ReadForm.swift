import RegistryServer

/// A body as the parser read it, and the way there.
struct ReadForm: Equatable {
    struct Part: Equatable {
        var name: String
        var filename: String?
        var contentType: String?
        var body: [UInt8] = []
        var isComplete = false
    }

    var parts: [Part] = []
    var isComplete = false

    /// Reads a body that comes in pieces.
    init(
        _ pieces: [ArraySlice<UInt8>], boundary: String = "b", limits: MultipartLimits = MultipartLimits()
    ) throws(MultipartError) {
        var parser = MultipartParser(boundary: try MultipartBoundary(Array(boundary.utf8)), limits: limits)
        for piece in pieces {
            let bytes = Array(piece)
            var position = 0
            while let event = try parser.next(in: bytes.span, from: &position) { take(event, bytes) }
        }
        for event in try parser.finish() { take(event, []) }
    }

    init(
        _ body: [UInt8], cuts: [Int] = [], boundary: String = "b", limits: MultipartLimits = MultipartLimits()
    ) throws(MultipartError) {
        let edges = [0] + cuts + [body.count]
        try self.init(zip(edges, edges.dropFirst()).map { body[$0..<$1] }, boundary: boundary, limits: limits)
    }

    init(_ body: String, boundary: String = "b") throws(MultipartError) {
        try self.init(Array(body.utf8), boundary: boundary)
    }

    private mutating func take(_ event: MultipartParser.Event, _ piece: [UInt8]) {
        switch event {
        case .part(let headers):
            parts.append(Part(name: headers.name, filename: headers.filename, contentType: headers.contentType))
        case .body(let range): parts[parts.count - 1].body += piece[range]
        case .held(let bytes): parts[parts.count - 1].body += bytes
        case .partEnd: parts[parts.count - 1].isComplete = true
        case .end: isComplete = true
        }
    }
}

/// What becomes of a body: read, or refused, and for which reason.
enum ReadOutcome: Equatable {
    case read(ReadForm)
    case refused(MultipartError)

    init(_ body: [UInt8], cuts: [Int] = [], boundary: String = "b", limits: MultipartLimits = MultipartLimits()) {
        do throws(MultipartError) {
            self = .read(try ReadForm(body, cuts: cuts, boundary: boundary, limits: limits))
        } catch {
            self = .refused(error)
        }
    }

    var isRead: Bool {
        if case .read = self { true } else { false }
    }
}
