/// The index: transactions over ordered tables of bytes.  LMDB is the embedded engine.
///
/// A transaction is serialisable and its commit is the only moment at which anything comes to be or
/// ceases to be.  Inside one there is no file or network I/O and no waiting.
package protocol Index: AnyObject, Sendable {
    /// Runs `body` on a snapshot.
    func read<Result>(
        _ body: (any IndexReading) throws(StoreError) -> Result
    ) throws(StoreError) -> Result

    /// Runs `body` in a write transaction and returns once its commit is durable.
    ///
    /// When `body` throws, nothing of what it wrote stays.  It may run more than once (when it shares a
    /// commit with another that fails), so it must not keep anything from an earlier run.
    func write<Result>(
        _ body: (any IndexWriting) throws(StoreError) -> Result
    ) throws(StoreError) -> Result

    /// Makes every commit that anyone has seen so far durable.  A commit can be visible before it is
    /// durable: when its process was killed inside the commit, or on a standby server.
    func makeVisibleCommitsDurable() throws(StoreError)

    /// Gives back what processes that died still hold of the index.
    func releaseDeadReaders() throws(StoreError)

    /// Writes a consistent copy of the index into the empty directory `path`, not yet durable.
    func copy(toDirectory path: String) throws(StoreError)

    /// Bytes in use, and how many there may be.
    func usage() throws(StoreError) -> IndexUsage

    /// Ends the use of the index; no call may follow.
    func close()
}

/// How much room the index takes.
public struct IndexUsage: Sendable, Equatable {
    /// Bytes of all pages ever used, free ones included.
    public let usedBytes: Int
    /// The most that it can grow to.
    public let capacityBytes: Int
    /// Reader slots taken.
    public let readers: Int
    /// Transactions committed so far, by all processes; 0 where the engine does not count.
    public let commits: Int

    package init(usedBytes: Int, capacityBytes: Int, readers: Int, commits: Int = 0) {
        self.usedBytes = usedBytes
        self.capacityBytes = capacityBytes
        self.readers = readers
        self.commits = commits
    }
}

/// The reading half of a transaction.  Must not leave the closure it was given to.
package protocol IndexReading: AnyObject {
    func value(for key: [UInt8], in table: IndexTable) throws(StoreError) -> [UInt8]?
    func contains(_ key: [UInt8], in table: IndexTable) throws(StoreError) -> Bool
    /// Entries from the first key at or after `start`, in key order, until `body` answers false.
    func scan(
        _ table: IndexTable, from start: [UInt8],
        _ body: (_ key: [UInt8], _ value: [UInt8]) throws(StoreError) -> Bool
    ) throws(StoreError)
    /// Entries before `end` (the empty key: all), in reverse key order, until `body` answers false.
    func scanBackward(
        _ table: IndexTable, before end: [UInt8],
        _ body: (_ key: [UInt8], _ value: [UInt8]) throws(StoreError) -> Bool
    ) throws(StoreError)
    /// Number of entries, and bytes of their pages (0 where the engine does not know).
    func statistics(of table: IndexTable) throws(StoreError) -> (entries: Int, bytes: Int)
}

/// The writing half.  A table is not written while it is being scanned.
package protocol IndexWriting: IndexReading {
    /// Stores `value` under `key` (1 to 511 bytes), replacing what was there.
    func put(_ value: [UInt8], for key: [UInt8], in table: IndexTable) throws(StoreError)
    /// Removes `key`; answers whether it was there.
    @discardableResult
    func delete(_ key: [UInt8], in table: IndexTable) throws(StoreError) -> Bool
    /// How many puts and deletes have changed something so far.
    var changes: Int { get }
}
