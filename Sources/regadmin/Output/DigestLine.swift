internal import Digests

/// One line of a list of digests, as coreutils, OpenSSL and BSD write them.
///
/// Tagged, `SHA256 (name) = hex`, or plain, `hex  name`. Where a name has a backslash or an end of line, a
/// backslash leads the line, and these are written `\\`, `\n` and `\r` (coreutils 9). Names are bytes.
struct DigestLine: Equatable {
    /// What the digest may be of; more than one where only its length tells.
    let algorithms: [DigestAlgorithm]
    let name: [UInt8]
    let digest: [UInt8]

    private static let backslash = UInt8(ascii: "\\")

    /// The tag of an algorithm in such lines.
    static func tag(_ algorithm: DigestAlgorithm) -> String {
        switch algorithm {
        case .md5: "MD5"
        case .sha1: "SHA1"
        case .sha256: "SHA256"
        case .sha512: "SHA512"
        case .blake2b256: "BLAKE2b-256"
        }
    }

    /// Appends the tagged lines of a file's digests, with their ends.
    static func append(
        _ algorithms: [DigestAlgorithm], of digests: DigestSet, name: [UInt8], to lines: inout [UInt8]
    ) {
        let escaped = escape(name)
        for algorithm in algorithms {
            if escaped != nil { lines.append(backslash) }
            lines.append(contentsOf: tag(algorithm).utf8)
            lines.append(contentsOf: " (".utf8)
            lines.append(contentsOf: escaped ?? name)
            lines.append(contentsOf: ") = ".utf8)
            digests.appendHex(of: algorithm, to: &lines)
            lines.append(UInt8(ascii: "\n"))
        }
    }

    /// Reads a line without its end; nil where it is none.
    init?(_ line: some Collection<UInt8>) {
        var rest = Array(line)[...]
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        let isEscaped = rest.first == Self.backslash
        if isEscaped { rest.removeFirst() }
        guard let parts = Self.taggedParts(rest) ?? Self.plainParts(rest), !parts.name.isEmpty,
            !parts.name.contains(0), let name = isEscaped ? Self.unescape(parts.name) : Array(parts.name),
            let digest = Hex.decode(String(decoding: parts.hex, as: UTF8.self))
        else { return nil }
        algorithms = parts.algorithms.filter { $0.byteCount == digest.count }
        self.name = name
        self.digest = digest
        if algorithms.isEmpty { return nil }
    }

    private typealias Parts = (algorithms: [DigestAlgorithm], name: ArraySlice<UInt8>, hex: ArraySlice<UInt8>)

    /// OpenSSL writes neither of the blanks before `(` and `=`, and has names of its own.
    private static func taggedParts(_ line: ArraySlice<UInt8>) -> Parts? {
        guard let open = line.firstIndex(of: UInt8(ascii: "(")), let close = line.lastIndex(of: UInt8(ascii: ")")),
            open < close
        else { return nil }
        var tag = String(decoding: line[..<open], as: UTF8.self)
        if tag.hasSuffix(" ") { tag.removeLast() }
        let known = DigestAlgorithm.allCases.first { Self.tag($0) == tag }
        let other: DigestAlgorithm? =
            switch tag {
            case "SHA2-256": .sha256
            case "SHA2-512": .sha512
            default: nil
            }
        guard let algorithm = known ?? other else { return nil }
        var hex = line[(close + 1)...]
        if hex.first == UInt8(ascii: " ") { hex.removeFirst() }
        guard hex.starts(with: Array("= ".utf8)) else { return nil }
        hex.removeFirst(2)
        return ([algorithm], line[(open + 1)..<close], hex)
    }

    private static func plainParts(_ line: ArraySlice<UInt8>) -> Parts? {
        guard let blank = line.firstIndex(of: UInt8(ascii: " ")), blank + 1 < line.endIndex,
            [UInt8(ascii: " "), UInt8(ascii: "*")].contains(line[blank + 1])
        else { return nil }
        return (DigestAlgorithm.allCases, line[(blank + 2)...], line[..<blank])
    }

    /// Nil where nothing in the name needs it.
    private static func escape(_ name: [UInt8]) -> [UInt8]? {
        func escaped(_ byte: UInt8) -> UInt8? {
            switch byte {
            case backslash: backslash
            case UInt8(ascii: "\n"): UInt8(ascii: "n")
            case UInt8(ascii: "\r"): UInt8(ascii: "r")
            default: nil
            }
        }
        guard name.contains(where: { escaped($0) != nil }) else { return nil }
        return name.flatMap { byte in escaped(byte).map { [backslash, $0] } ?? [byte] }
    }

    private static func unescape(_ name: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var bytes = name.makeIterator()
        while let byte = bytes.next() {
            guard byte == backslash else {
                result.append(byte)
                continue
            }
            switch bytes.next() {
            case backslash: result.append(backslash)
            case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "r"): result.append(UInt8(ascii: "\r"))
            default: return nil
            }
        }
        return result
    }
}
