internal import ContentStore
internal import Digests

/// Whether a file is ready to install or has to be built first.
public enum DistributionKind: String, Sendable, CaseIterable {
    /// A built distribution.
    case wheel
    /// A source distribution.
    case sdist
}

/// What is stored of a file beside its name: everything that listings and index pages need.  Below 2 KB.
struct FileRecord: Sendable, Equatable {
    var id: FileID
    /// The filename, at most 255 bytes.
    var filename: String
    /// The project as the file's metadata spells it.
    var project: String
    /// The version in the canonical form of PEP 440.
    var version: String
    /// The version as whoever uploaded it wrote it, at most `versionLimit` bytes; else as `version`.
    var versionText: String
    var kind: DistributionKind
    /// Milliseconds since 1970.
    var uploaded: Int64
    /// Why installers should pass the file over (PEP 592); empty without a reason, nil where they should not.
    var yanked: String?
    /// As in the metadata; nil also where that is longer than `requiresPythonLimit`.
    var requiresPython: String?
    /// The first `summaryLimit` bytes of it.
    var summary: String?
    /// Files in the archive; nil where nobody looked.
    var archiveFiles: Int?
    /// Directories in the archive that have an entry of their own.
    var archiveDirectories: Int?
    /// Projects it depends on, optional ones included.
    var dependencies: Int?
    /// What the inspection found odd and let pass.
    var warnings: Int
    /// SHA-256 of METADATA or PKG-INFO; nil where there is none that is this file's.
    var metadataDigest: ContentDigest?
    /// Whether building the file cannot change that metadata (PEP 643): always so for a wheel.
    var isMetadataStatic = false
    /// Whether attestations (PEP 740) came with it.
    var hasAttestations = false
    /// The user name of who uploaded it, at most `uploaderLimit` bytes.
    var uploader: String?

    static let summaryLimit = 400
    static let requiresPythonLimit = 255
    static let reasonLimit = 255
    static let versionLimit = 255
    static let uploaderLimit = 255
    private static let version: UInt8 = 2

    private enum Flag {
        static let wheel: UInt8 = 1
        static let metadata: UInt8 = 2
        static let staticMetadata: UInt8 = 4
        static let attestations: UInt8 = 8
    }

    /// The payload of `name`, which holds the filename and, most often, the project's spelling already.
    func encoded(under name: BlobName) -> [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: 192)
        record.append(fixed: id.bytes)
        var flags: UInt8 = 0
        if kind == .wheel { flags |= Flag.wheel }
        if metadataDigest != nil { flags |= Flag.metadata }
        if isMetadataStatic { flags |= Flag.staticMetadata }
        if hasAttestations { flags |= Flag.attestations }
        record.append(byte: flags)
        if let metadataDigest { record.append(fixed: metadataDigest.bytes) }
        record.append(name.component(1) == project ? nil : project)
        record.append(version)
        record.append(versionText == version ? nil : versionText)
        record.append(uploaded)
        record.append(yanked)
        record.append(requiresPython)
        record.append(summary)
        record.append(optional: archiveFiles)
        record.append(optional: archiveDirectories)
        record.append(optional: dependencies)
        record.append(UInt64(max(0, warnings)))
        record.append(uploader)
        return record.bytes
    }

    init(
        id: FileID, filename: String, project: String, version: String, kind: DistributionKind, uploaded: Int64
    ) {
        self.id = id
        self.filename = filename
        self.project = project
        self.version = version
        versionText = version
        self.kind = kind
        self.uploaded = uploaded
        warnings = 0
    }

    init?(decoding bytes: [UInt8], under name: BlobName) {
        let components = name.components
        guard (3...4).contains(components.count), var record = RecordReader(bytes, version: Self.version),
            let id = record.take(count: 16).flatMap(FileID.init), let flags = record.takeByte()
        else { return nil }
        if flags & Flag.metadata != 0 {
            guard let digest = record.take(count: 32).flatMap({ ContentDigest(Array($0)) }) else { return nil }
            metadataDigest = digest
        }
        guard let project = record.takeOptionalText(), let version = record.takeText(),
            let versionText = record.takeOptionalText(), let uploaded = record.takeInt64(),
            let yanked = record.takeOptionalText(), let requiresPython = record.takeOptionalText(),
            let summary = record.takeOptionalText(), let archiveFiles = record.takeOptionalInt(),
            let archiveDirectories = record.takeOptionalInt(), let dependencies = record.takeOptionalInt(),
            let warnings = record.takeNumber().flatMap(Int.init(exactly:)), let uploader = record.takeOptionalText(),
            record.isAtEnd
        else { return nil }
        self.id = id
        filename = components[2]
        self.project = project ?? components[1]
        self.version = version
        self.versionText = versionText ?? version
        kind = flags & Flag.wheel != 0 ? .wheel : .sdist
        self.uploaded = uploaded
        self.yanked = yanked
        self.requiresPython = requiresPython
        self.summary = summary
        self.archiveFiles = archiveFiles
        self.archiveDirectories = archiveDirectories
        self.dependencies = dependencies
        self.warnings = warnings
        isMetadataStatic = flags & Flag.staticMetadata != 0
        hasAttestations = flags & Flag.attestations != 0
        self.uploader = uploader
    }

    /// `text`, cut at a character so that it has at most `limit` bytes.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: limit)
        while end.samePosition(in: text) == nil, end > text.startIndex { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }
}
