/// How a store is opened.
public struct StoreOptions: Sendable {
    /// Address space for the index, in bytes.  The index cannot outgrow it; the file grows only as it is
    /// written.
    public var indexCapacityBytes = 256 << 30
    /// How batches of new files are made durable.
    public var syncMode = SyncMode.automatic
    /// Refuse to begin an upload that would leave less free than this, in bytes.
    public var minimumFreeBytes: Int64 = 64 << 20
    /// Bytes set aside on disk, so that a collection can run on a full one; 0 for none.  Counts when a
    /// store is made, and when a collection sets them aside again.
    public var reserveBytes: Int64 = 64 << 20
    /// Open without the right to write.
    public var isReadOnly = false
    /// Accept a file system that is not known to keep its promises: a network or user-space one.
    public var acceptsAnyFileSystem = false

    public init() {}
}
