internal import Digests
internal import HTTPTypes
public import HummingbirdCore
public import PythonPackaging
public import RegistryCore
internal import SimpleIndex

/// Upstream registries without their indexes: what was fetched is offered, and nobody is asked for more.
public struct StoredUpstreams: UpstreamIndexes {
    private let registry: Registry
    private let blocking: BlockingWork

    /// - Parameter blocking: where the store is read.
    public init(registry: Registry, blocking: BlockingWork) {
        self.registry = registry
        self.blocking = blocking
    }

    /// None: a listing is made of the store each time.
    public func freshSerial(of project: ProjectName, in upstream: RegistryMember) -> UInt64? { nil }

    /// The files that are in the store.
    public func listing(of project: ProjectName, in upstream: RegistryMember) async throws -> UpstreamListing? {
        let registry = registry
        guard let view = try await blocking.run({ try registry.project(project.display, in: upstream.path) }) else {
            return nil
        }
        let files = view.offeredFiles.map { entry in
            var file = UpstreamListing.File(
                filename: entry.filename, version: entry.version, key: entry.digests.sha256,
                sha256: entry.digests.sha256)
            file.requiresPython = entry.requiresPython
            file.size = entry.size
            file.uploadTime = entry.uploaded
            file.yanked = entry.yanked
            file.coreMetadata = entry.coreMetadataDigest
            return file
        }
        return UpstreamListing(
            serial: view.serial, display: view.display,
            status: SimpleProjectStatus(rawValue: view.status.rawValue) ?? .active, statusReason: view.statusReason,
            files: files)
    }

    /// Nothing: what is in the store has been answered with already.
    public func respond(
        with wanted: UpstreamFileRequest, in upstream: RegistryMember, _ request: Request, _ context: ServerContext,
        options: FileResponses.Options
    ) async throws -> Response? { nil }
}
