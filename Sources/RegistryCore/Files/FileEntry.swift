public import ContentStore
public import Digests
internal import PythonPackaging

/// A file of a registry, as the index knows it without a look at its bytes.
public struct FileEntry: Sendable, Equatable {
    /// Where it is.
    public let registry: RegistryPath
    /// Its identity; a file deleted and uploaded again has another.
    public let id: FileID
    /// As uploaded.
    public let filename: String
    /// The project as the file's metadata spells it.
    public let project: String
    /// The project by PEP 503.
    public let normalizedProject: String
    /// The version in the canonical form of PEP 440.
    public let version: String
    /// The version as whoever uploaded the file wrote it.
    public let versionText: String
    /// Wheel or sdist.
    public let kind: DistributionKind
    /// Milliseconds since 1970.
    public let uploaded: Int64
    /// Why installers should pass it over (PEP 592), empty without a reason; nil where they should not.
    public let yanked: String?
    /// The versions of Python wanted.
    public let requiresPython: String?
    /// The metadata's one-line description, perhaps cut.
    public let summary: String?
    /// Files in the archive; nil where nobody has looked.
    public let archiveFiles: Int?
    /// Directories in the archive that have an entry of their own.
    public let archiveDirectories: Int?
    /// Projects it depends on, optional ones included.
    public let dependencies: Int?
    /// What the inspection found odd and let pass.
    public let inspectionWarnings: Int
    /// SHA-256 of its METADATA or PKG-INFO; nil where it has none that is its own.
    public let metadataDigest: ContentDigest?
    /// Whether building the file cannot change that metadata (PEP 643): always so for a wheel.
    public let isMetadataStatic: Bool
    /// Whether attestations (PEP 740) came with it.
    public let hasAttestations: Bool
    /// The user name of who uploaded it; nil where nobody gave one.
    public let uploader: String?
    /// Size, digests, health and generation of its bytes.
    public let blob: BlobRow

    /// Bytes.
    public var size: Int64 { blob.size }
    /// All digests of its bytes.
    public var digests: DigestSet { blob.digests }
    /// The id for those who count: no two files of a registry have the same; below 2^53.
    public var number: UInt64 { id.number }
    /// What index pages may say of its metadata (PEP 658, PEP 714): the SHA-256, where no build can change it.
    public var coreMetadataDigest: ContentDigest? { isMetadataStatic ? metadataDigest : nil }
    /// `organization/registry/filename`.
    public var reference: String { "\(registry)/\(filename)" }

    let name: BlobName

    init(registry: RegistryPath, name: BlobName, record: FileRecord, blob: BlobRow) {
        self.registry = registry
        self.name = name
        self.blob = blob
        id = record.id
        filename = record.filename
        project = record.project
        normalizedProject = name.components[1]
        version = record.version
        versionText = record.versionText
        kind = record.kind
        uploaded = record.uploaded
        yanked = record.yanked
        requiresPython = record.requiresPython
        summary = record.summary
        archiveFiles = record.archiveFiles
        archiveDirectories = record.archiveDirectories
        dependencies = record.dependencies
        inspectionWarnings = record.warnings
        metadataDigest = record.metadataDigest
        isMetadataStatic = record.isMetadataStatic
        hasAttestations = record.hasAttestations
        uploader = record.uploader
    }

    /// Where it stands in lists: by project, version, filename.
    var sortKey: [UInt8] {
        Array(normalizedProject.utf8) + [0] + (PackageVersion(version)?.sortKey ?? []) + filename.utf8
    }
}

extension StoreSnapshot {
    /// The file of this name; nil where there is none.
    func file(_ name: BlobName, in path: RegistryPath) throws(StoreError) -> FileEntry? {
        try reference(name).map { (reference) throws(StoreError) in try file(name, reference, in: path) }
    }

    /// The file that a name and its reference make.
    func file(_ name: BlobName, _ reference: Reference, in path: RegistryPath) throws(StoreError) -> FileEntry {
        guard let record = FileRecord(decoding: reference.payload, under: name) else {
            throw .indexRowCorrupt(table: "ref", key: name.description)
        }
        guard let blob = try blob(reference.digest) else {
            throw .indexRowCorrupt(table: "blob", key: reference.digest.hex)
        }
        return FileEntry(registry: path, name: name, record: record, blob: blob)
    }
}
