public import Digests

/// The digests that pip's requirements files promise with `--hash=algorithm:digest`.
public struct ExpectedHashes: Sendable, Equatable {
    private let digests: Set<Digest>
    /// Algorithms of digests that cannot be compared, because nobody computes them here.
    public let ignoredAlgorithms: Set<String>

    /// How many digests there are to compare with.
    public var count: Int { digests.count }

    private static let uncomputed: Set<String> = ["sha224", "sha384"]

    /// Reads the text of a requirements file.  Everything but `--hash` options is passed over.
    /// - Throws: `RegistryError.invalidHashes` where a digest is not one, its algorithm is unknown, or there is none.
    public init(parsing text: String) throws(RegistryError) {
        var digests: Set<Digest> = []
        var ignored: Set<String> = []
        var line = 0
        for content in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            line += 1
            var takesNext = false
            for word in content.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\\" }) {
                if word.hasPrefix("#") { break }
                let hash: Substring
                if takesNext {
                    hash = word
                } else if word == "--hash" {
                    takesNext = true
                    continue
                } else if word.hasPrefix("--hash=") {
                    hash = word.dropFirst("--hash=".count)
                } else {
                    continue
                }
                takesNext = false
                if let digest = Digest(tagged: hash) {
                    digests.insert(digest)
                } else {
                    let algorithm = String(hash.prefix { $0 != ":" })
                    guard Self.uncomputed.contains(algorithm) else {
                        throw .invalidHashes(line: line, problem: "“\(hash)” is not a digest")
                    }
                    ignored.insert(algorithm)
                }
            }
            guard !takesNext else { throw .invalidHashes(line: line, problem: "--hash without a digest") }
        }
        guard !digests.isEmpty else {
            let problem =
                ignored.isEmpty
                ? "no --hash option"
                : "only \(ignored.sorted().joined(separator: " and ")) digests, which are not computed here"
            throw .invalidHashes(line: line, problem: problem)
        }
        self.digests = digests
        ignoredAlgorithms = ignored
    }

    /// Whether one of a file's digests is among those promised.
    public func contains(_ set: DigestSet) -> Bool {
        DigestAlgorithm.allCases.contains { digests.contains(set[$0]) }
    }
}
