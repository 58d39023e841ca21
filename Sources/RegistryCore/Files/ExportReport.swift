public import ContentStore
public import SystemPackage

/// How files are exported.
public struct ExportOptions: Sendable {
    /// Also write `SHA256SUMS`, which `sha256sum -c` reads, over the files of this export.
    public var writesSums = false

    /// Files alone.
    public init() {}
}

/// What became of one file of an export.
public enum ExportOutcome: Sendable {
    /// Written, checked against all digests on the way, and synced.
    case written(FilePath)
    /// It was there with the same bytes.
    case present(FilePath)
    /// Not written; nothing of it is left behind.
    case failed(RegistryError)
}

/// What an export came to.
public struct ExportReport: Sendable, Equatable {
    /// Files written.
    public internal(set) var written = Amount()
    /// Files that were there with the same bytes.
    public internal(set) var present = 0
    /// Files that could not be exported.
    public internal(set) var failed = 0
    /// It was told to stop.
    public internal(set) var isStoppedEarly = false

    /// The exit status of a command that ends with this: 0, 1 where a file failed, 4 stopped early.
    public var exitCode: Int32 { isStoppedEarly ? 4 : failed > 0 ? 1 : 0 }
}
