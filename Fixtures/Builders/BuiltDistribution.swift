/// A distribution as it would lie in a folder: a filename and bytes.
package struct BuiltDistribution: Sendable {
    package var filename: String
    package var bytes: [UInt8]

    package init(filename: String, bytes: [UInt8]) {
        self.filename = filename
        self.bytes = bytes
    }

    /// 64 lower-case hexadecimal digits.
    package var sha256: String {
        FixtureDigest.sha256(bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// The name part of new filenames: PEP 503 with underscores.
func escapedName(_ name: String) -> String {
    var result = ""
    for character in name.lowercased() {
        if !"-_.".contains(character) {
            result.append(character)
        } else if result.last != "_" {
            result.append("_")
        }
    }
    return result
}

/// The headers and body that METADATA and PKG-INFO have in common.
struct MetadataText: Sendable {
    var name: String
    var version: String
    var metadataVersion = "2.1"
    var headers: [(name: String, value: String)] = []
    var description = ""

    init(_ name: String, _ version: String) {
        self.name = name
        self.version = version
    }

    var bytes: [UInt8] {
        var text = "Metadata-Version: \(metadataVersion)\nName: \(name)\nVersion: \(version)\n"
        for header in headers { text += "\(header.name): \(header.value)\n" }
        if !description.isEmpty { text += "\n\(description)\n" }
        return Array(text.utf8)
    }
}
