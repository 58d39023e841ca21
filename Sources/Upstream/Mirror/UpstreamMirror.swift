internal import Digests
internal import PythonPackaging
public import RegistryCore
internal import SimpleIndex

/// Fills an upstream registry ahead of need.  What is there already is not fetched, so the same run again does the rest.
public struct UpstreamMirror: Sendable {
    /// What became of one file.
    public enum Outcome: Sendable {
        /// Fetched, compared, stored.
        case stored(FileEntry)
        /// It was there.
        case present(FileEntry)
        /// It would be fetched; bytes, where the index says.
        case wouldFetch(size: Int64?)
        /// Not to be had, and why.
        case failed(UpstreamError)
    }

    /// One file to be fetched.
    public struct Item: Sendable {
        let project: ProjectName
        let file: UpstreamFile
        /// The file's name.
        public var filename: String { file.offered.filename }
        /// Bytes, where the index says.
        public var size: Int64? { file.offered.size }
    }

    private let cache: UpstreamCache
    private let source: UpstreamSource
    private let registry: Registry

    /// - Parameter source: of the registry that is filled.
    public init(_ cache: UpstreamCache, into source: UpstreamSource, registry: Registry) {
        self.cache = cache
        self.source = source
        self.registry = registry
    }

    /// What a release comes to.
    public struct Found: Sendable {
        /// The files that it means and that the index has.
        public var items: [Item] = []
        /// What the index does not have, or has otherwise; clauses, lower case, no full stop.
        public var problems: [String] = []
        /// Why the index is not asked for the project: a clause; nil where it is.
        public var closed: String?
    }

    /// The files that a release means: all of them, those with one of its digests, or those that a lock names.
    ///
    /// The index is not asked for a name that is closed here: that this registry reserves, or that every composite
    /// registry which shows it leaves to another member or to nobody.
    /// - Throws: where the index cannot be asked.
    public func items(of release: PinnedRelease) async throws(UpstreamError) -> Found {
        if let closed = try closed(release.project) { return Found(closed: closed) }
        let view = try await cache.pages.view(of: release.project, in: source)
        guard let project = view.project else { return Found(problems: ["the index has no such project"]) }
        var found = Found()
        for wanted in release.files {
            guard let file = project.file(wanted.filename) else {
                found.problems.append("the index has no \(wanted.filename)")
                continue
            }
            if let problem = wanted.contradiction(with: file.offered) {
                found.problems.append(problem)
            } else {
                found.items.append(Item(project: release.project, file: file))
            }
        }
        guard release.files.isEmpty else { return found }
        for file in project.files where PackageVersion(file.offered.version) == release.version {
            let isMeant =
                release.digests.isEmpty
                || release.digests.contains { file.offered.hashes[$0.algorithm.name] == $0.hex }
            if isMeant { found.items.append(Item(project: release.project, file: file)) }
        }
        if found.items.isEmpty {
            found.problems = ["the index has no such release, or no file of it with these digests"]
        }
        return found
    }

    private func closed(_ project: ProjectName) throws(UpstreamError) -> String? {
        do throws(RegistryError) {
            let shown = try registry.registries(in: source.path.organization)
                .filter { $0.members.contains { $0.id == source.id } }.map(\.path)
            // Where none shows it, it is for itself.
            var why: String?
            for path in shown.isEmpty ? [source.path] : shown {
                let resolution = try registry.resolve(project, in: path)
                if resolution.upstreams.contains(where: { $0.id == source.id }) { return nil }
                why = why ?? resolution.closedness
            }
            return why
        } catch {
            throw .storage(error.description)
        }
    }

    /// Fetches one file, unless it is there.
    /// - Parameter isDryRun: say what would be done, and fetch nothing.
    public func fetch(_ item: Item, isDryRun: Bool) async -> Outcome {
        do throws(UpstreamError) {
            try UpstreamFiles.check(item.file)
            if let present = try present(item) { return .present(present) }
            if isDryRun { return .wouldFetch(size: item.size) }
            return .stored(try await cache.files.fetch(item.file, of: item.project, in: source).stored())
        } catch {
            return .failed(error)
        }
    }

    private func present(_ item: Item) throws(UpstreamError) -> FileEntry? {
        do throws(RegistryError) {
            let files = try registry.files(
                named: item.filename, of: item.project.normalized, in: source.path)
            return files.first { entry in item.file.expectedDigest.map { entry.digests[$0.algorithm] == $0 } ?? true }
        } catch {
            throw .storage(error.description)
        }
    }
}

extension PinnedRelease.File {
    /// Where the index promises something else than the lock; nil where what they say agrees.
    fileprivate func contradiction(with offered: OfferedFile) -> String? {
        var isCompared = false
        for digest in digests.sorted(by: { $0.algorithm.rawValue < $1.algorithm.rawValue }) {
            guard let hex = offered.hashes[digest.algorithm.name] else { continue }
            guard hex == digest.hex else {
                return "the lock says \(digest.tagged) of \(filename), and the index \(digest.algorithm.name):\(hex)"
            }
            isCompared = isCompared || digest.algorithm == .sha256 || digest.algorithm == .sha512
        }
        if let size, let said = offered.size, size != said {
            return "the lock says that \(filename) has \(size) bytes, and the index \(said)"
        }
        return isCompared ? nil : "the index says no strong digest of \(filename) that the lock has, too"
    }
}

extension NameResolution {
    /// Why an index is not asked for a name.
    fileprivate var closedness: String {
        switch self {
        case .held(let member): "\(member.path) has it"
        case .reserved(let reservation, let member): "\(member.path) reserves \(reservation)"
        case .everHeld(let member, _): "\(member.path) had it"
        case .external, .unknown: "no composite registry leaves it to this index"
        }
    }
}
