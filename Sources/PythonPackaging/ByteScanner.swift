/// A forward cursor over ASCII text, for the hand-written grammars of this module.
///
/// Every `take` either moves past what it found or leaves the position alone, so that an alternative can be tried.
struct ByteScanner {
    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        self.position = bytes.startIndex
    }

    init(_ text: String) { self.init(Array(text.utf8)[...]) }

    var isAtEnd: Bool { position == bytes.endIndex }
    var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }
    var rest: ArraySlice<UInt8> { bytes[position...] }

    func text(from start: Int) -> String { bytes[start..<position].asText }

    /// The byte `distance` places after the next one.
    func peek(_ distance: Int) -> UInt8? {
        let index = position + distance
        return index < bytes.endIndex ? bytes[index] : nil
    }

    mutating func rewind(to earlier: Int) { position = earlier }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    mutating func takeOne(where accepts: (UInt8) -> Bool) -> UInt8? {
        guard let byte = next, accepts(byte) else { return nil }
        position += 1
        return byte
    }

    /// The longest run of accepted bytes; empty when there is none.
    mutating func takeRun(while accepts: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = position
        while let byte = next, accepts(byte) { position += 1 }
        return bytes[start..<position]
    }

    /// Takes `word` in any letter case. `word` is given in lower case.
    mutating func takeIgnoringCase(_ word: StaticString) -> Bool {
        take(word) { $0.asciiLowercased }
    }

    mutating func take(_ word: StaticString) -> Bool {
        take(word) { $0 }
    }

    mutating func skipBlanks() {
        while let byte = next, byte.isBlank { position += 1 }
    }

    private mutating func take(_ word: StaticString, folding: (UInt8) -> UInt8) -> Bool {
        guard bytes.endIndex - position >= word.utf8CodeUnitCount else { return false }
        // SAFETY: read within its bounds, during the call. A `String` for each word tried was most of a version's cost.
        let isNext = word.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count {
                let expected = unsafe wanted[offset]
                guard folding(bytes[position + offset]) == expected else { return false }
            }
            return true
        }
        if isNext { position += word.utf8CodeUnitCount }
        return isNext
    }
}
