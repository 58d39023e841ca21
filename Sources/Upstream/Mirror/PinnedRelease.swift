public import Digests
public import PythonPackaging

/// A release that is pinned, by a requirements file or a lock file: one version of a project, and which of its files are
/// meant.
public struct PinnedRelease: Sendable, Equatable {
    /// One file of a lock.
    public struct File: Sendable, Equatable {
        /// A wheel's or an sdist's of the project.
        public let filename: String
        /// What its bytes must have, all of them; a SHA-256 or a SHA-512 is among them.
        public let digests: Set<Digest>
        /// Bytes; nil where the lock does not say.
        public let size: Int64?
    }

    /// The project.
    public let project: ProjectName
    /// The version.
    public let version: PackageVersion
    /// Digests of the files that are meant, where `files` is empty; empty for all files of the release.
    public let digests: Set<Digest>
    /// The files that are meant, by a lock file.
    public let files: [File]

    init(project: ProjectName, version: PackageVersion, digests: Set<Digest> = [], files: [File] = []) {
        self.project = project
        self.version = version
        self.digests = digests
        self.files = files
    }

    /// What a requirements file or a lock file cannot mean, or what is passed over in it.
    public struct Problem: Sendable, Equatable {
        /// A line, or the way to a package: `line 3`, `packages[2] (kite).wheels[0]`.
        public let place: String
        /// A clause; lower case, no full stop.
        public let text: String
        /// Whether something that was asked for is not to be had.
        public let isFault: Bool

        init(place: String, text: String, isFault: Bool = true) {
            self.place = place
            self.text = text
            self.isFault = isFault
        }

        fileprivate init(line: Int, text: String) { self.init(place: "line \(line)", text: text) }
    }

    /// Reads what pins releases: a lock file (PEP 751) where the path's last component is one's, `pylock.toml` or
    /// `pylock.*.toml`; else a requirements file.
    /// - Returns: the releases in order, and what cannot be mirrored.
    public static func read(_ text: String, path: String) -> (releases: [PinnedRelease], problems: [Problem]) {
        LockFile.isOne(path) ? LockFile.read(text) : read(requirements: text)
    }

    /// Reads a requirements file as pip and uv write it: `name==version`, `--hash` options, comments, continued lines.
    ///
    /// Markers are read and not looked at: the machines that will install from the mirror are not this one.  Options of
    /// the file's own (`--index-url` and such) are passed over.
    /// - Returns: the releases, each once, in order; and what cannot be mirrored.
    static func read(requirements text: String) -> (releases: [PinnedRelease], problems: [Problem]) {
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
