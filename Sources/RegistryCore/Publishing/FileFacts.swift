internal import Archives
internal import ContentStore
internal import Digests
internal import Inspection
internal import PythonPackaging

/// What a file is taken to be: by what is in it, or by what is said of it where nobody looked.
struct FileFacts: Sendable {
    let filename: String
    /// Spelled for people.
    let project: ProjectName
    let version: PackageVersion
    /// The version as the file writes it.
    var versionText: String
    let kind: DistributionKind
    /// Whether the filename alone says project and version.
    let isNamedByFilename: Bool
    var summary: String?
    var requiresPython: String?
    var archiveFiles: Int?
    var archiveDirectories: Int?
    var dependencies: Int?
    var warnings = 0
    var metadataDigest: ContentDigest?
    var isMetadataStatic = false

    /// What an inspection found.
    init(_ inspected: InspectionReport) {
        let filename = inspected.filename
        let metadata = inspected.metadata
        // Names that differ from the filename's are for an inspection to refuse; here they only spell it.
        self.init(
            filename, project: metadata.flatMap { $0.name == filename.project ? $0.name : nil } ?? filename.project)
        summary = metadata?.summary
        requiresPython = metadata?.requiresPython
        archiveFiles = inspected.listing?.fileCount
        archiveDirectories = inspected.listing?.directoryCount
        dependencies = metadata?.dependencyCount
        warnings = inspected.findings.count
        if let metadata, metadata.name == filename.project, metadata.version == filename.version {
            versionText = metadata.version.text
            metadataDigest = inspected.metadataBytes.map { ContentDigest(hashing: $0) }
            isMetadataStatic = filename.isWheel || metadata.isStatic
        }
    }

    /// What a filename says.
    /// - Parameter project: as `filename` has it, in another spelling perhaps.
    init(_ filename: DistributionFilename, project: ProjectName) {
        self.filename = filename.text
        self.project = project
        version = filename.version
        versionText = filename.version.text
        kind = filename.isWheel ? .wheel : .sdist
        isNamedByFilename = true
    }

    /// What is said of a file whose name says something else, or nothing.
    init(_ filename: String, project: ProjectName, version: PackageVersion, kind: DistributionKind) {
        self.filename = filename
        self.project = project
        self.version = version
        versionText = version.text
        self.kind = kind
        isNamedByFilename = false
    }

    /// The name of the file in a registry.
    /// - Throws: `invalidName` where everything together is too long for one.
    func name(in registryID: String) throws(StoreError) -> BlobName {
        var components = [registryID, project.normalized, filename]
        // One filename may then stand for several versions.
        if !isNamedByFilename { components.append(version.canonical) }
        return try BlobName(components)
    }

    /// The file's record.
    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - versionText: as whoever uploads it writes the version, where they do.
    func record(at now: Int64, versionText claimed: String? = nil, uploader: String? = nil) -> FileRecord {
        var record = FileRecord(
            id: .random(at: now), filename: filename,
            project: FileRecord.cut(project.display, to: DistributionFilename.maximumBytes),
            version: version.canonical, kind: kind, uploaded: now)
        let text = claimed ?? versionText
        if text.utf8.count <= FileRecord.versionLimit { record.versionText = text }
        record.summary = summary.map { FileRecord.cut($0, to: FileRecord.summaryLimit) }
        record.requiresPython = requiresPython.flatMap { $0.utf8.count <= FileRecord.requiresPythonLimit ? $0 : nil }
        record.archiveFiles = archiveFiles
        record.archiveDirectories = archiveDirectories
        record.dependencies = dependencies
        record.warnings = warnings
        record.metadataDigest = metadataDigest
        record.isMetadataStatic = isMetadataStatic
        record.uploader = uploader.map { FileRecord.cut($0, to: FileRecord.uploaderLimit) }
        return record
    }
}

extension CoreMetadata {
    /// Whether an sdist's build cannot change it: metadata 2.2 or later without any dynamic field (PEP 643).
    fileprivate var isStatic: Bool { metadataVersion >= MetadataVersion(2, 2) && rawValues(of: .dynamic).isEmpty }
}
