/// What a collection is to take, and how long it may run.
public struct CollectionOptions: Sendable {
    /// Blobs stay for this many seconds after their last name went.  A wish, not a safety measure.
    public var graceSeconds: Int64 = 0
    /// Stop after this long; nil for no limit.  What was begun is finished, the rest is found again by
    /// the next collection.
    public var maximumDuration: Duration?
    /// Keep damaged objects in `quarantine/` instead of removing them.
    public var quarantinesDamaged = false
    /// Also look for objects that no row names.  There are none unless an index was restored from a
    /// copy, or someone put files there.
    public var isFullScan = false
    /// Blobs condemned in one transaction: bounds how long it keeps other writers waiting.
    public var batchSize = 1024

    public init() {}

    /// The grace in the unit of the index's times; at most ten thousand years, so that sums do not overflow.
    var graceMilliseconds: Int64 { max(0, min(graceSeconds, 10_000 * 366 * 86_400)) * 1000 }
}

/// A number of things and their bytes.
public struct Amount: Sendable, Equatable {
    public var count: Int64
    public var bytes: Int64

    public init(count: Int64 = 0, bytes: Int64 = 0) {
        self.count = count
        self.bytes = bytes
    }

    mutating func add(_ size: Int64) {
        count += 1
        bytes += size
    }
}

/// What a collection would free, and what has to wait.
public struct CollectionPlan: Sendable, Equatable {
    /// Blobs without a name, past their grace.
    public var unreferenced = Amount()
    /// What writers that died had begun.
    public var deadReservations = Amount()
    /// Objects doomed already, removed on this run.
    public var doomed = Amount()
    /// Blobs without a name whose grace has not ended.
    public var waiting = Amount()
    /// When the first of those is due, in milliseconds since 1970; nil where none waits.
    public var nextDue: Int64?
    /// A backup is being taken: blobs without a name stay until it is done.
    public var isHeld = false

    public init() {}

    /// All that a run would free now.
    public var freed: Amount {
        var total = Amount(
            count: deadReservations.count + doomed.count, bytes: deadReservations.bytes + doomed.bytes)
        if !isHeld {
            total.count += unreferenced.count
            total.bytes += unreferenced.bytes
        }
        return total
    }
}

/// What a collection did.
public struct CollectionReport: Sendable, Equatable {
    /// Objects that are gone, durably.
    public var removed = Amount()
    /// Objects moved to `quarantine/`.
    public var quarantined = Amount()
    /// Objects that a full scan found named by nothing; they were doomed, and removed on this run.
    public var strays = Amount()
    /// Names in the blob directories that are no objects; left alone.
    public var foreignFiles: [String] = []
    /// What could not be done, and why: objects that could not be removed, a copy of the index or a
    /// reserve that could not be made.  The next collection tries again.
    public var failures: [String] = []
    /// The run ended because its time was up or it was told to stop.
    public var isStoppedEarly = false
    /// What stays, and why.
    public var remaining = CollectionPlan()

    public init() {}
}
