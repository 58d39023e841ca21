public import Digests
public import PythonPackaging

/// A release that a requirements file pins: one version of a project, and perhaps the digests that its files may have.
public struct PinnedRelease: Sendable, Equatable {
    /// The project.
    public let project: ProjectName
    /// The version.
    public let version: PackageVersion
    /// Digests of the files that are meant; empty for all files of the release.
    public let digests: Set<Digest>

    /// What a line of a requirements file cannot mean.
    public struct Problem: Sendable, Equatable {
        /// From 1 on.
        public let line: Int
        /// A clause; lower case, no full stop.
        public let text: String
    }

    /// Reads a requirements file as pip and uv write it: `name==version`, `--hash` options, comments, continued lines.
    ///
    /// Markers are read and not looked at: the machines that will install from the mirror are not this one.  Options of
    /// the file's own (`--index-url` and such) are passed over.
    /// - Returns: the releases, each once, in order; and what cannot be mirrored.
    public static func read(requirements text: String) -> (releases: [PinnedRelease], problems: [Problem]) {
        var releases: [PinnedRelease] = []
        var problems: [Problem] = []
        var seen: Set<String> = []
        for (number, line) in logicalLines(text) {
            let words = line.split { $0 == " " || $0 == "\t" }
            guard let first = words.first else { continue }
            if first.hasPrefix("-") {
                let option = first.prefix { $0 != "=" }
                if ["-r", "--requirement", "-c", "--constraint", "-e", "--editable"].contains(option) {
                    problems.append(Problem(line: number, text: "“\(option)” is not followed: give that file, too"))
                }
                continue
            }
            let end = words.firstIndex { $0.hasPrefix("--") } ?? words.endIndex
            let requirement = words[..<end].joined(separator: " ")
            guard let parsed = try? Requirement(requirement) else {
                problems.append(Problem(line: number, text: "“\(requirement.prefix(100))” is no requirement"))
                continue
            }
            guard let version = exactVersion(of: parsed) else {
                problems.append(Problem(line: number, text: "\(parsed.name.display) is not pinned with =="))
                continue
            }
            var digests: Set<Digest> = []
            var isSound = true
            for word in words[end...] where word.hasPrefix("--hash=") {
                guard let digest = Digest(tagged: word.dropFirst(7)) else {
                    problems.append(
                        Problem(line: number, text: "“\(word.dropFirst(7).prefix(100))” is no digest known here"))
                    isSound = false
                    continue
                }
                digests.insert(digest)
            }
            guard isSound, seen.insert("\(parsed.name.normalized) \(version.canonical)").inserted else { continue }
            releases.append(PinnedRelease(project: parsed.name, version: version, digests: digests))
        }
        return (releases, problems)
    }

    private static func exactVersion(of requirement: Requirement) -> PackageVersion? {
        guard requirement.url == nil, requirement.specifiers.specifiers.count == 1 else { return nil }
        let text = requirement.specifiers.specifiers[0].canonical
        guard text.hasPrefix("=="), !text.hasSuffix("*") else { return nil }
        return PackageVersion(String(text.drop { $0 == "=" }))
    }

    /// Lines joined where they end in a backslash, without comments, each with the number of its first line.
    private static func logicalLines(_ text: String) -> [(Int, String)] {
        var lines: [(Int, String)] = []
        var open: (number: Int, text: String)?
        for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            var line = String(raw)
            // A `#` begins a comment at the line's start and behind a blank.
            if line.hasPrefix("#") { line = "" }
            if let comment = line.firstRange(of: " #") { line = String(line[..<comment.lowerBound]) }
            let isContinued = line.hasSuffix("\\")
            if isContinued { line.removeLast() }
            let joined = (open?.number ?? index + 1, (open.map { $0.text + " " } ?? "") + line)
            open = isContinued ? joined : nil
            if !isContinued { lines.append(joined) }
        }
        if let open { lines.append(open) }
        return lines
    }
}
