internal import ContentStore

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

    static let summaryLimit = 400
    static let requiresPythonLimit = 255
    static let reasonLimit = 255
    private static let version: UInt8 = 1

    /// The payload of `name`, which holds the filename and, most often, the project's spelling already.
    func encoded(under name: BlobName) -> [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: 192)
        record.append(fixed: id.bytes)
        record.append(byte: kind == .wheel ? 1 : 0)
        record.append(name.components[1] == project ? nil : project)
        record.append(version)
        record.append(uploaded)
        record.append(yanked)
        record.append(requiresPython)
        record.append(summary)
        record.append(optional: archiveFiles)
        record.append(optional: archiveDirectories)
        record.append(optional: dependencies)
        record.append(UInt64(max(0, warnings)))
        return record.bytes
    }

    init(
        id: FileID, filename: String, project: String, version: String, kind: DistributionKind, uploaded: Int64
    ) {
        self.id = id
        self.filename = filename
        self.project = project
        self.version = version
        self.kind = kind
        self.uploaded = uploaded
        warnings = 0
    }

    init?(decoding bytes: [UInt8], under name: BlobName) {
        let components = name.components
        guard components.count == 3, var record = RecordReader(bytes, version: Self.version),
            let id = record.take(count: 16).flatMap(FileID.init),
            let kind = record.takeByte(), let project = record.takeOptionalText(),
            let version = record.takeText(), let uploaded = record.takeInt64(),
            let yanked = record.takeOptionalText(), let requiresPython = record.takeOptionalText(),
            let summary = record.takeOptionalText(), let archiveFiles = record.takeOptionalInt(),
            let archiveDirectories = record.takeOptionalInt(), let dependencies = record.takeOptionalInt(),
            let warnings = record.takeNumber().flatMap(Int.init(exactly:)), record.isAtEnd
        else { return nil }
        self.init(
            id: id, filename: components[2], project: project ?? components[1], version: version,
            kind: kind == 1 ? .wheel : .sdist,
            uploaded: uploaded)
        self.yanked = yanked
        self.requiresPython = requiresPython
        self.summary = summary
        self.archiveFiles = archiveFiles
        self.archiveDirectories = archiveDirectories
        self.dependencies = dependencies
        self.warnings = warnings
    }

    /// `text`, cut at a character so that it has at most `limit` bytes.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: limit)
        while end.samePosition(in: text) == nil, end > text.startIndex { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }
}
