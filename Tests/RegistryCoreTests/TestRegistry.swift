import ContentStore
import Digests
import FixtureBuilders
import Foundation
import RegistryCore
import SystemPackage
import TestSupport
import Testing

/// The `regadmin` that was built along with the tests, which reads archives; it lies beside the test bundle.
private let workerExecutable = FilePath(
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
)
.appending("regadmin")

/// A registry in a temporary directory, and a directory of source files beside it.
struct TestRegistry {
    let registry: Registry
    /// Where source files go.
    let sources: FilePath
    /// The store's directory.
    let store: FilePath
    /// A directory for anything else.
    let scratch: FilePath

    static let path = RegistryPath.default

    /// Writes a file below `sources` and answers its path.
    @discardableResult
    func add(_ distribution: BuiltDistribution, in directory: String = "") throws -> FilePath {
        try add(distribution.bytes, named: distribution.filename, in: directory)
    }

    @discardableResult
    func add(_ bytes: [UInt8], named name: String, in directory: String = "") throws -> FilePath {
        let folder = directory.isEmpty ? sources : sources.appending(directory)
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        let path = folder.appending(name)
        try Data(bytes).write(to: URL(fileURLWithPath: path.string))
        return path
    }

    /// Ingests paths, or all of `sources`, and collects what becomes of the files, by last path component.
    func ingest(
        _ paths: [FilePath]? = nil, into path: RegistryPath = path, options: IngestOptions = IngestOptions()
    ) throws -> Ingested {
        var outcomes: [String: IngestOutcome] = [:]
        var made: [RegistryPath] = []
        let report = try registry.ingest(paths ?? [sources], into: path, options: options) { event in
            switch event {
            case .file(let path, let outcome): outcomes[path.lastComponent?.string ?? ""] = outcome
            case .madeRegistry(let path): made.append(path)
            case .began, .progress: break
            }
        }
        return Ingested(report: report, outcomes: outcomes, made: made)
    }

    /// Files of the default registry.
    func files(in path: RegistryPath = path) throws -> [FileEntry] {
        var files: [FileEntry] = []
        try registry.files(in: path) { file in
            files.append(file)
            return true
        }
        return files
    }

    /// The one file on disk that holds this file's bytes.
    func blobPath(of file: FileEntry) -> FilePath {
        let hex = file.digests.sha256.hex
        return store.appending("blobs").appending(String(hex.prefix(2))).appending("\(hex).\(file.blob.generation)")
    }

    /// Flips a bit in the middle of a file's blob.
    func damage(_ file: FileEntry) throws {
        let path = blobPath(of: file).string
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[bytes.count / 2] ^= 1
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        try bytes.write(to: URL(fileURLWithPath: path), options: [])
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    }
}

/// What an ingest told.
struct Ingested {
    let report: IngestReport
    let outcomes: [String: IngestOutcome]
    let made: [RegistryPath]

    func refusal(_ name: String) -> IngestRefusal? {
        guard case .refused(let refusal) = outcomes[name] else { return nil }
        return refusal
    }

    func error(_ name: String) -> RegistryError? {
        guard case .failed(let error) = outcomes[name] else { return nil }
        return error
    }

    func skipped(_ name: String) -> SkipReason? {
        guard case .skipped(let reason) = outcomes[name] else { return nil }
        return reason
    }
}

/// Runs `body` with a registry in a temporary directory, and verifies the whole store afterwards.
/// - Parameter damaged: blobs that the verification is to find damaged.
func withRegistry(damaged: Int64 = 0, jobs: Int = 2, _ body: (TestRegistry) throws -> Void) throws {
    try withTemporaryDirectory { directory in
        let sources = directory.appending("sources")
        let scratch = directory.appending("scratch")
        for path in [sources, scratch] {
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
        }
        var storeOptions = StoreOptions()
        storeOptions.acceptsAnyFileSystem = true
        storeOptions.reserveBytes = 0
        storeOptions.minimumFreeBytes = 0
        storeOptions.indexCapacityBytes = 64 << 20
        let root = directory.appending("store")
        let store = try Store.create(at: root, options: storeOptions)
        var options = RegistryOptions()
        options.workerExecutable = workerExecutable
        options.jobs = jobs
        let registry = Registry(store: store, options: options)
        defer { registry.close() }
        try body(TestRegistry(registry: registry, sources: sources, store: root, scratch: scratch))
        let report = try store.verify()
        #expect(report.damaged == damaged)
        #expect(try store.checkIndex().damaged == 0)
    }
}
