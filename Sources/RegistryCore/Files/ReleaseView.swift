/// A release of a project: all files of one version.
public struct ReleaseView: Sendable, Equatable {
    /// The files in the order in which they were uploaded; at least one.
    public let files: [FileEntry]

    /// The first that was uploaded: where a system takes a version's metadata from its first file.
    public let oldest: FileEntry
    /// The last that was uploaded: where a system takes a version's metadata from its last file.
    public let newest: FileEntry

    /// - Parameter files: at least one.
    init?(_ files: [FileEntry]) {
        let files = files.sorted { $0.id < $1.id }
        guard let oldest = files.first, let newest = files.last else { return nil }
        self.files = files
        self.oldest = oldest
        self.newest = newest
    }

    /// The registry it is in.
    public var registry: RegistryPath { oldest.registry }
    /// The project by PEP 503.
    public var normalizedProject: String { oldest.normalizedProject }
    /// The project as the oldest file spells it.
    public var project: String { oldest.project }
    /// The oldest file's version in the canonical form of PEP 440.
    public var version: String { oldest.version }
    /// The oldest file's version as its uploader wrote it.
    public var versionText: String { oldest.versionText }
    /// The oldest file's: it changes when that is deleted.
    public var number: UInt64 { oldest.number }
    /// When it came to be, in milliseconds since 1970.
    public var created: Int64 { oldest.uploaded }

    /// What lists show of it.
    public var summary: ReleaseSummary {
        ReleaseSummary(
            registry: registry, normalizedProject: normalizedProject, project: project, version: version,
            versionText: versionText, id: oldest.id, created: created, uploader: oldest.uploader,
            summary: oldest.summary, isYanked: files.allSatisfy { $0.yanked != nil }, files: files.count)
    }
}

/// What lists show of a release.
public struct ReleaseSummary: Sendable, Equatable {
    /// The registry it is in.
    public let registry: RegistryPath
    /// The project by PEP 503.
    public let normalizedProject: String
    /// The project as the oldest file spells it.
    public let project: String
    /// The oldest file's version in the canonical form of PEP 440.
    public let version: String
    /// The oldest file's version as its uploader wrote it.
    public let versionText: String
    /// The oldest file's.
    public let id: FileID
    /// The oldest file's, for those who count.
    public var number: UInt64 { id.number }
    /// When it came to be, in milliseconds since 1970.
    public let created: Int64
    /// The user name of who uploaded the oldest file.
    public let uploader: String?
    /// The oldest file's one-line description.
    public let summary: String?
    /// Whether every file of it is yanked.
    public let isYanked: Bool
    /// How many files it has.
    public let files: Int
}
