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

    /// The files that a release means: all of them, or those with one of its digests.
    /// - Throws: where the index cannot be asked.
    public func items(of release: PinnedRelease) async throws(UpstreamError) -> [Item] {
        let view = try await cache.pages.view(of: release.project, in: source)
        return (view.project?.files ?? []).compactMap { file in
            guard PackageVersion(file.offered.version) == release.version else { return nil }
            if !release.digests.isEmpty {
                let isMeant = release.digests.contains { file.offered.hashes[$0.algorithm.name] == $0.hex }
                guard isMeant else { return nil }
            }
            return Item(project: release.project, file: file)
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
