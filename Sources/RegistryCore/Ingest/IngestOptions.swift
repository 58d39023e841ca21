/// What an ingest is to do with the files it finds.
public struct IngestOptions: Sendable {
    /// Threads that read, hash and inspect; nil for the registry's own number.
    public var jobs: Int?
    /// Say what would happen, and change nothing.
    public var isDryRun = false
    /// What becomes of files that are not what their names say.  Files that exist already follow older rules.
    public var inspection = InspectionPolicySetting(mode: .require, profile: .legacy)
    /// How far files are looked into, unless the inspection is off.
    public var depth = InspectionDepth.rules
    /// Refuse files whose digests are not among these; nil takes all.
    public var expectedHashes: ExpectedHashes?
    /// Refuse larger files; bytes.
    public var limitBytes = Int64.max

    /// The defaults, to be changed field by field.
    public init() {}
}
