internal import PythonPackaging

/// Reads a wheel's WHEEL file, headers like those of mail.
enum WheelFileCheck {
    /// Sets of tags multiply; beyond this a filename is not expanded to be compared.
    private static let mostTags = 1000

    static func run(_ bytes: [UInt8], at path: [UInt8], _ filename: WheelFilename, _ findings: inout FindingList) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            findings.add(.wheelFileInvalid, path, detail: "WHEEL is not UTF-8")
            return
        }
        var versions: [Substring] = []
        var tags: Set<String> = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            switch line[..<colon].lowercased() {
            case "wheel-version": versions.append(value)
            case "tag": tags.insert(String(value))
            default: continue
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
        var expected: Set<String> = []
        for python in filename.pythonTags {
            for abi in filename.abiTags {
                for platform in filename.platformTags { expected.insert("\(python)-\(abi)-\(platform)") }
            }
        }
        if tags != expected { findings.add(.wheelTags, path, detail: "the tags are not those of the filename") }
    }
}
