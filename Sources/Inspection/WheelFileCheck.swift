internal import PythonPackaging

/// Reads a wheel's WHEEL file, headers like those of mail.
enum WheelFileCheck {
    /// Sets of tags multiply; beyond this a filename is not expanded to be compared.
    private static let mostTags = 1000

    static func run(_ bytes: [UInt8], at path: [UInt8], _ filename: WheelFilename, _ findings: inout FindingList) {
        guard bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil else {
            findings.add(.wheelFileInvalid, path, detail: "WHEEL is not UTF-8")
            return
        }
        var versions: [String] = []
        var tags: [String] = []
        for line in lines(bytes) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            if line[..<colon].isASCIIName("wheel-version") {
                versions.append(String(decoding: value, as: UTF8.self))
            } else if line[..<colon].isASCIIName("tag") {
                tags.append(String(decoding: value, as: UTF8.self))
            }
        }
        guard versions.count == 1, let major = versions[0].split(separator: ".").first, let number = Int(major) else {
            findings.add(.wheelFileInvalid, path, detail: "WHEEL does not say which version of the format it has")
            return
        }
        if number < 1 {
            findings.add(.wheelFileInvalid, path, detail: "wheels of version \(versions[0]) were never standard")
        } else if number > 1 {
            findings.add(.wheelVersion, path, detail: "wheels of version \(versions[0]) are not known")
        }
        let count = filename.pythonTags.count * filename.abiTags.count * filename.platformTags.count
        guard count <= mostTags else { return }
        var expected: [String] = []
        for python in filename.pythonTags {
            for abi in filename.abiTags {
                for platform in filename.platformTags { expected.append("\(python)-\(abi)-\(platform)") }
            }
        }
        if tags != expected, Set(tags) != Set(expected) {
            findings.add(.wheelTags, path, detail: "the tags are not those of the filename")
        }
    }

    /// The lines of a text in UTF-8, whatever ends them, without empty ones.
    private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var at = 0
        func isBreak(_ second: UInt8, _ third: UInt8?) -> Bool {
            at + (third == nil ? 1 : 2) < text.count && text[at + 1] == second
                && (third == nil || text[at + 2] == third)
        }
        while at < text.count {
            let length =
                switch text[at] {
                case 0x0A...0x0D: 1
                case 0xC2 where isBreak(0x85, nil): 2
                case 0xE2 where isBreak(0x80, 0xA8) || isBreak(0x80, 0xA9): 3
                default: 0
                }
            if length > 0, start < at { lines.append(text[start..<at]) }
            at += max(1, length)
            if length > 0 { start = at }
        }
        if start < text.count { lines.append(text[start...]) }
        return lines
    }
}
