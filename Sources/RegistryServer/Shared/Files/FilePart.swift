/// Which of a distribution's files a URL stands for.
public enum FilePart: Sendable {
    /// The file.
    case file
    /// Its metadata (PEP 658).
    case metadata
    /// Its attestations (PEP 740).
    case provenance

    private static let suffixes: [(text: String, part: FilePart)] = [
        (".metadata", .metadata), (".provenance", .provenance),
    ]

    /// Takes the last component of a path apart: into the distribution's filename, and what of it is meant.
    static func split(_ name: String) -> (filename: String, part: FilePart) {
        for suffix in suffixes where name.hasSuffix(suffix.text) && name.utf8.count > suffix.text.utf8.count {
            return (String(name.dropLast(suffix.text.count)), suffix.part)
        }
        return (name, .file)
    }
}
