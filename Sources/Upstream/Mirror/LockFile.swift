internal import Digests
internal import PythonPackaging
internal import TOMLKit

/// A lock file (PEP 751, `pylock.toml`): for each package the very files that its makers chose, with their digests.
///
/// All of its files are meant, whatever its environments, extras, groups, `marker` and `requires-python` say: the
/// machines that will install from the mirror are not this one.  Where a package came from (`index`, `url`) is not looked
/// at either: what counts is that the index offers a file of this name with these digests.
enum LockFile {
    /// Whether a path's last component is a lock file's: `pylock.toml`, or `pylock.` and a name without a dot and `.toml`.
    static func isOne(_ path: String) -> Bool {
        let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.utf8.index(after: $0)...] } ?? path[...]
        if name == "pylock.toml" { return true }
        guard name.hasPrefix("pylock."), name.hasSuffix(".toml") else { return false }
        let middle = name.dropFirst(7).dropLast(5)
        return !middle.isEmpty && !middle.contains(".")
    }

    /// Packages that are read of one file.
    private static let packageLimit = 100_000

    static func read(_ text: String) -> (releases: [PinnedRelease], problems: [PinnedRelease.Problem]) {
        // The parser takes it for the end, and the rest of the file would be silently gone.
        guard !text.utf8.contains(0) else {
            return ([], [.init(place: "the whole file", text: "it has a NUL character")])
        }
        let lock: Lock
        do {
            lock = try TOMLDecoder().decode(Lock.self, from: text)
        } catch let error as TOMLParseError {
            let start = error.source.begin
            return ([], [.init(place: "line \(start.line), column \(start.column)", text: "\(error.description)")])
        } catch {
            return ([], [.init(place: "the whole file", text: "it has no packages")])
        }
        let version = lock.version ?? ""
        guard version.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).first == "1" else {
            let said =
                version.isEmpty ? "it does not say its lock-version" : "its lock-version is \(version.prefix(20))"
            return ([], [.init(place: "lock-version", text: "\(said), and 1.0 is known")])
        }
        var problems: [PinnedRelease.Problem] = []
        if version != "1.0" {
            problems.append(
                .init(
                    place: "lock-version", text: "it is \(version.prefix(20)); what is newer than 1.0 is not looked at",
                    isFault: false))
        }
        guard lock.packages.count <= packageLimit else {
            return ([], [.init(place: "packages", text: "there are more than \(packageLimit)")])
        }
        var releases: [PinnedRelease] = []
        for (index, package) in lock.packages.enumerated() {
            let name = package.name.map { " (\($0.prefix(100)))" } ?? ""
            let place = "packages[\(index)]\(name)"
            do throws(LockProblem) {
                releases += try package.releases()
            } catch {
                problems.append(.init(place: place + error.place, text: error.text, isFault: error.isFault))
            }
        }
        return (releases, problems)
    }
}

/// What is wrong with one package.
private struct LockProblem: Error {
    /// Below the package.
    var place = ""
    let text: String
    var isFault = true
}

/// As much of a lock file as is looked at.  What is absent or of another type is nil, and judged with its package's name
/// at hand.
private struct Lock: Decodable {
    let version: String?
    let packages: [Package]

    enum CodingKeys: String, CodingKey {
        case version = "lock-version"
        case packages
    }

    init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        version = try? keys.decode(String.self, forKey: .version)
        packages = keys.contains(.packages) ? try keys.decode([Package].self, forKey: .packages) : []
    }

    struct Package: Decodable {
        let name: String?
        let version: String?
        /// Where the package is from, if not from an index.
        let elsewhere: String?
        let sdist: File?
        let wheels: [File]
        let isSound: Bool

        enum CodingKeys: String, CodingKey, CaseIterable { case name, version, vcs, directory, archive, sdist, wheels }

        init(from decoder: any Decoder) throws {
            guard let keys = try? decoder.container(keyedBy: CodingKeys.self) else {
                (name, version, elsewhere, sdist, wheels, isSound) = (nil, nil, nil, nil, [], false)
                return
            }
            name = try? keys.decode(String.self, forKey: .name)
            version = try? keys.decode(String.self, forKey: .version)
            elsewhere = [CodingKeys.vcs, .directory, .archive].first { keys.contains($0) }?.stringValue
            let sdist = keys.contains(.sdist) ? try? keys.decode(File.self, forKey: .sdist) : nil
            let wheels = keys.contains(.wheels) ? try? keys.decode([File].self, forKey: .wheels) : []
            isSound =
                (sdist != nil || !keys.contains(.sdist)) && wheels != nil
                && (version != nil || !keys.contains(.version))
            self.sdist = sdist
            self.wheels = wheels ?? []
        }
    }

    struct File: Decodable {
        let filename: String?
        let size: Int?
        let hashes: [String: String]

        enum CodingKeys: String, CodingKey { case name, url, path, size, hashes }

        init(from decoder: any Decoder) throws {
            guard let keys = try? decoder.container(keyedBy: CodingKeys.self) else {
                (filename, size, hashes) = (nil, nil, [:])
                return
            }
            // Without a name it is the last component of where the file is.
            let name = try? keys.decode(String.self, forKey: .name)
            let place = (try? keys.decode(String.self, forKey: .url)) ?? (try? keys.decode(String.self, forKey: .path))
            filename = name ?? place.flatMap(Self.lastComponent)
            size = try? keys.decode(Int.self, forKey: .size)
            hashes = (try? keys.decode([String: String].self, forKey: .hashes)) ?? [:]
        }

        private static func lastComponent(of place: String) -> String? {
            place.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last.map { Self.decoded(String($0)) }
        }

        /// `+` of a local version is often written as `%2B`; nothing else of a filename has to be.
        private static func decoded(_ text: String) -> String {
            text.replacing("%2B", with: "+").replacing("%2b", with: "+").replacing("%21", with: "!")
        }
    }
}

extension Lock.Package {
    /// The releases that its files are of: one, or none for a package that is from nowhere.
    fileprivate func releases() throws(LockProblem) -> [PinnedRelease] {
        guard let name, let project = ProjectName(name) else {
            throw LockProblem(place: ".name", text: name == nil ? "it has none" : "it is no project's")
        }
        guard isSound else { throw LockProblem(text: "its version, sdist or wheels are not what they should be") }
        if let elsewhere {
            guard sdist == nil, wheels.isEmpty else {
                throw LockProblem(text: "it has \(elsewhere) and files, of which one can be right")
            }
            throw LockProblem(text: "it is from \(elsewhere), which no index has; passed over", isFault: false)
        }
        var pinned = version.flatMap { PackageVersion($0) }
        if let version, pinned == nil {
            throw LockProblem(place: ".version", text: "“\(version.prefix(100))” is no version")
        }
        let listed = (sdist.map { [(".sdist", $0)] } ?? []) + wheels.enumerated().map { (".wheels[\($0)]", $1) }
        guard !listed.isEmpty else { throw LockProblem(text: "it names no file") }
        var files: [PinnedRelease.File] = []
        for (place, file) in listed {
            let (found, version) = try file.pinned(of: project, at: place)
            if let pinned, pinned != version {
                throw LockProblem(
                    place: place, text: "\(found.filename) is of version \(version.text), not \(pinned.text)")
            }
            pinned = version
            files.append(found)
        }
        guard let pinned else { return [] }
        return [PinnedRelease(project: project, version: pinned, files: files)]
    }
}

extension Lock.File {
    fileprivate func pinned(
        of project: ProjectName, at place: String
    ) throws(LockProblem) -> (PinnedRelease.File, PackageVersion) {
        guard let filename else { throw LockProblem(place: place, text: "it has neither name nor url nor path") }
        guard let parsed = try? DistributionFilename(filename, knownProject: project), parsed.project == project else {
            throw LockProblem(
                place: place, text: "“\(filename.prefix(100))” is no wheel or sdist of \(project.display)")
        }
        var digests: Set<Digest> = []
        for (name, hex) in hashes {
            // What is not computed here cannot be held against anything.
            guard let algorithm = DigestAlgorithm(name: name.lowercased()) else { continue }
            guard let digest = Digest(algorithm, hex: hex) else {
                throw LockProblem(
                    place: place + ".hashes", text: "“\(hex.prefix(140))” is no digest by \(name.prefix(20))")
            }
            digests.insert(digest)
        }
        guard digests.contains(where: { $0.algorithm == .sha256 || $0.algorithm == .sha512 }) else {
            throw LockProblem(place: place + ".hashes", text: "there is neither a SHA-256 nor a SHA-512 of \(filename)")
        }
        guard size.map({ $0 >= 0 }) ?? true else {
            throw LockProblem(place: place + ".size", text: "it is negative")
        }
        return (.init(filename: filename, digests: digests, size: size.map(Int64.init)), parsed.version)
    }
}
