/// Reads multipart/form-data (RFC 7578) as its bytes arrive: pieces in, events out, no input or output of its own.
///
/// How the body is cut into pieces makes no difference. Only CRLF, two hyphens and the boundary, followed by a line end or
/// by two hyphens, end a part; a look-alike is content. Nothing of a part's content is kept or copied: where a piece
/// ends within what may be a delimiter, a count is remembered, since those bytes are known. Memory is one part's headers.
///
///     var parser = MultipartParser(boundary: boundary)
///     for piece in body {
///         var position = 0
///         while let event = try parser.next(in: piece.span, from: &position) { … }
///     }
///     for event in try parser.finish() { … }
///
/// After an error the parser must not be used again.
public struct MultipartParser: Sendable {
    /// What was read.
    public enum Event: Sendable, Equatable {
        /// A part begins.
        case part(PartHeaders)
        /// Content of the part: these bytes of the present piece, at least one.
        case body(Range<Int>)
        /// Content of the part that looked like the beginning of a delimiter when an earlier piece ended.
        case held([UInt8])
        /// The part is complete.
        case partEnd
        /// The body's closing delimiter; nothing but the epilogue follows.
        case end
    }

    private enum State: Sendable {
        /// Before the first delimiter, or in a part's content. `matched` bytes of the delimiter have been seen.
        case content
        /// Behind a delimiter, which may turn out to be content still.
        case tail
        case headers
        case closed
        case epilogue
    }

    private let search: DelimiterSearch
    private let limits: MultipartLimits
    private var state = State.content
    private var isInPart = false
    /// A delimiter at the very beginning needs no line end before it.
    private var matched = 2
    /// What follows a delimiter as long as its meaning is open.
    private var tail: [UInt8] = []
    private var headerBlock: [UInt8] = []
    private var partCount = 0
    private var preambleBytes = 0
    private var epilogueBytes = 0

    /// Spaces that may follow a delimiter on its line (RFC 2046 allows them, no client sends them).
    private static let longestPadding = 32

    /// A parser of one body.
    public init(boundary: MultipartBoundary, limits: MultipartLimits = MultipartLimits()) {
        search = DelimiterSearch(boundary)
        self.limits = limits
    }

    /// The next event of a piece.
    /// - Parameters:
    ///   - piece: the next bytes of the body; the same until the answer is nil.
    ///   - position: 0 to begin with, moved by the parser.
    /// - Returns: nil when the piece is used up.
    public mutating func next(in piece: Span<UInt8>, from position: inout Int) throws(MultipartError) -> Event? {
        while true {
            switch state {
            case .content:
                guard position < piece.count else { return nil }
                if let event = try content(piece, &position) { return event }
            case .tail:
                guard position < piece.count else { return nil }
                if let event = try continueTail(piece, &position) { return event }
            case .headers:
                guard position < piece.count else { return nil }
                if let headers = try continueHeaders(piece, &position) { return .part(headers) }
            case .closed:
                state = .epilogue
                return .end
            case .epilogue:
                epilogueBytes += piece.count - position
                position = piece.count
                guard epilogueBytes <= limits.epilogueBytes else {
                    throw .epilogueTooLong(limitBytes: limits.epilogueBytes)
                }
                return nil
            }
        }
    }

    /// The body has ended.
    /// - Returns: the events that only the end could tell.
    /// - Throws: `truncated` where the closing delimiter is missing.
    public mutating func finish() throws(MultipartError) -> [Event] {
        defer { state = .epilogue }
        switch state {
        case .epilogue: return []
        case .closed: return [.end]
        case .tail where tail.elementsEqual("--".utf8): return isInPart ? [.partEnd, .end] : [.end]
        case .content, .tail, .headers: throw .truncated
        }
    }

    /// Content up to the next delimiter, or to the end of the piece.
    private mutating func content(_ piece: Span<UInt8>, _ position: inout Int) throws(MultipartError) -> Event? {
        let delimiter = search.delimiter
        if matched > 0 {
            while matched < delimiter.count, position < piece.count, piece[position] == delimiter[matched] {
                matched += 1
                position += 1
            }
            if matched == delimiter.count {
                state = .tail
                return nil
            }
            return position < piece.count ? try release(Array(delimiter[..<matched])) : nil
        }
        let start = position
        var found = search.firstMatch(in: piece, from: start)
        // What can be told now is passed over, so that a file full of look-alikes comes out in one range.
        while piece.count - found > delimiter.count, Self.isLookAlike(piece, found + delimiter.count) {
            found = search.firstMatch(in: piece, from: found + delimiter.count)
        }
        matched = min(delimiter.count, piece.count - found)
        position = found + matched
        if matched == delimiter.count { state = .tail }
        guard isInPart else {
            try countPreamble(found - start)
            return nil
        }
        return found > start ? .body(start..<found) : nil
    }

    /// Whether what follows a delimiter in the same piece shows that it was none; false where it takes more bytes or
    /// patience to tell.
    private static func isLookAlike(_ piece: Span<UInt8>, _ start: Int) -> Bool {
        let second = start + 1 < piece.count ? piece[start + 1] : nil
        switch piece[start] {
        case UInt8(ascii: "-"):
            guard let second else { return false }
            guard second == UInt8(ascii: "-") else { return true }
            return start + 2 < piece.count && ![0x20, 0x09, 0x0D, 0x0A].contains(piece[start + 2])
        case 0x0D: return second.map { $0 != 0x0A } ?? false
        case 0x20, 0x09: return false
        default: return true
        }
    }

    /// What was held back is content after all.
    private mutating func release(_ bytes: [UInt8]) throws(MultipartError) -> Event? {
        state = .content
        matched = 0
        tail.removeAll(keepingCapacity: true)
        if isInPart { return .held(bytes) }
        try countPreamble(bytes.count)
        return nil
    }

    private mutating func countPreamble(_ count: Int) throws(MultipartError) {
        preambleBytes += count
        guard preambleBytes <= limits.preambleBytes else { throw .preambleTooLong(limitBytes: limits.preambleBytes) }
    }

    /// Behind a delimiter: two hyphens and white space or the end close the body; spaces and a line end begin a part.
    private mutating func continueTail(_ piece: Span<UInt8>, _ position: inout Int) throws(MultipartError) -> Event? {
        while position < piece.count {
            let byte = piece[position]
            let isSpace = byte == 0x20 || byte == 0x09
            switch (tail.first, tail.last) {
            case (UInt8(ascii: "-"), _) where tail.count == 2:
                guard isSpace || byte == 0x0D || byte == 0x0A else { return try release(search.delimiter + tail) }
                state = .closed
                return isInPart ? .partEnd : nil
            case (UInt8(ascii: "-"), _):
                guard byte == UInt8(ascii: "-") else { return try release(search.delimiter + tail) }
            case (_, 0x0D):
                guard byte == 0x0A else { return try release(search.delimiter + tail) }
                position += 1
                return try beginPart()
            case (nil, _) where byte == UInt8(ascii: "-"): break
            default:
                guard byte == 0x0D || isSpace && tail.count < Self.longestPadding else {
                    return try release(search.delimiter + tail)
                }
            }
            tail.append(byte)
            position += 1
        }
        return nil
    }

    private mutating func beginPart() throws(MultipartError) -> Event? {
        partCount += 1
        guard partCount <= limits.parts else { throw .tooManyParts(limit: limits.parts) }
        let wasInPart = isInPart
        state = .headers
        isInPart = true
        tail.removeAll(keepingCapacity: true)
        headerBlock.removeAll(keepingCapacity: true)
        return wasInPart ? .partEnd : nil
    }

    /// Collects header lines up to the empty one.
    private mutating func continueHeaders(
        _ piece: Span<UInt8>, _ position: inout Int
    ) throws(MultipartError) -> PartHeaders? {
        while position < piece.count {
            guard headerBlock.count < limits.headerBytes else { throw .headersTooLong(limitBytes: limits.headerBytes) }
            let byte = piece[position]
            headerBlock.append(byte)
            position += 1
            guard byte == 0x0A else { continue }
            let isEmptyLine =
                headerBlock.count == 2
                ? headerBlock[0] == 0x0D : headerBlock.suffix(4).elementsEqual([0x0D, 0x0A, 0x0D, 0x0A])
            guard isEmptyLine else { continue }
            state = .content
            matched = 0
            return try PartHeaders(headerBlock.dropLast(2), limits: limits)
        }
        return nil
    }
}
