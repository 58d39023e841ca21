public import Digests
internal import Synchronization
public import SystemPackage

/// A content-addressed store: immutable blobs under names.
///
/// Any number of processes on one host may use a store at once, for anything.  All calls block; all
/// may be made from any thread.  What a call reports as done survives a power cut, unless its
/// documentation says otherwise.
public final class Store: Sendable {
    /// The store's directory.
    public let root: FilePath
    /// What FORMAT says.
    public let format: StoreFormat
    /// How it was opened.
    public let options: StoreOptions
    let layout: StoreLayout
    let files: any FileSystem
    let index: any Index
    let blobs: any BlobSpace
    let clock: @Sendable () -> Int64
    private let session = Mutex<Session?>(nil)

    init(
        layout: StoreLayout, format: StoreFormat, options: StoreOptions, files: any FileSystem, index: any Index,
        blobs: any BlobSpace, clock: @escaping @Sendable () -> Int64
    ) {
        self.root = layout.root
        self.layout = layout
        self.format = format
        self.options = options
        self.files = files
        self.index = index
        self.blobs = blobs
        self.clock = clock
    }

    /// Ends the use of the store; no call may follow or be under way.
    public func close() {
        session.withLock { session in
            session?.end()
            session = nil
        }
        index.close()
    }

    /// Runs `body` on one consistent view of the index.  Keep it short, and do not wait inside it: the
    /// view keeps every index page that is freed meanwhile.
    public func read<Result>(
        _ body: (StoreSnapshot) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try index.read { (reading) throws(StoreError) in try body(StoreSnapshot(reading)) }
    }

    /// Runs `body` in one write transaction, and returns when it is durable.
    ///
    /// `body` runs on the writer's thread, shares its commit with others, and may run more than once;
    /// when it throws, nothing of it stays.
    public func write<Result>(
        _ body: (StoreChange) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        if options.isReadOnly { throw .readOnly }
        let now = clock()
        let (result, hasWritten) = try index.write { (writing) throws(StoreError) in
            let before = writing.changes
            let change = try StoreChange(writing, now: now)
            let result = try body(change)
            try change.finish()
            return (result, writing.changes > before)
        }
        // “There already” must not rest on a commit that a power cut can still take back.
        if !hasWritten { try index.makeVisibleCommitsDurable() }
        return result
    }

    /// Opens a blob for reading (GET).
    ///
    /// What is opened stays readable whatever becomes of the blob.
    /// - Throws: `notFound`; `blobMissing` where the index says that the bytes are there and they are
    ///   not (which is then noted); `blobCorrupt` where they are known to be damaged.
    public func open(_ digest: ContentDigest) throws(StoreError) -> BlobReader {
        // A heal can replace the copy between the look-up and the open; that happens rarely once.
        for _ in 0..<4 {
            guard let row = try read({ (snapshot) throws(StoreError) in try snapshot.blob(digest) }) else {
                throw .notFound("sha256:\(digest.hex)")
            }
            if row.health == .damaged { throw .blobCorrupt(digest) }
            if let bytes = try blobs.open(row.object) {
                return BlobReader(row: row, bytes: bytes)
            }
            let again = try read { (snapshot) throws(StoreError) in try snapshot.blob(digest) }
            if again?.generation == row.generation {
                if !options.isReadOnly { _ = try markDamaged(digest, generation: row.generation) }
                throw .blobMissing(digest)
            }
        }
        throw .blobMissing(digest)
    }

    /// Notes that a copy was read and is not what it should be, if it is still the live one.
    func markDamaged(_ digest: ContentDigest, generation: Generation) throws(StoreError) -> Bool {
        try write { (change) throws(StoreError) in
            guard var row = try change.blob(digest), row.generation == generation, row.health == .ok else {
                return false
            }
            row.health = .damaged
            try change.putBlob(row)
            change.sums.damagedBlobs += 1
            return true
        }
    }

    /// This process's session, begun at first need.
    func currentSession() throws(StoreError) -> Session {
        let outcome: Result<Session, StoreError> = session.withLock { session in
            if let session { return .success(session) }
            do throws(StoreError) {
                let begun = try Session.begin(files, layout)
                session = begun
                return .success(begun)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// The session, where one has begun.
    var sessionID: SessionID? { session.withLock { $0?.id } }
}
