public import Digests
internal import Glibc

/// Why the store did not do what was asked.  What was asked then has not happened, except where a
/// case says otherwise.
public enum StoreError: Error, Equatable, Sendable {
    // The caller's doing.

    /// The bytes are not those the caller claimed.
    case digestMismatch(expected: Digest, actual: Digest)
    /// More bytes than the limit given.
    case tooLarge(limitBytes: Int64)
    /// The name holds other bytes; names are never reused while they exist.
    case nameConflict(existing: ContentDigest)
    /// The name cannot be a key: empty, too long, or with a NUL in a component.
    case invalidName(String)
    /// The caller's own rule, applied inside the transaction, said no.
    case refused(String)
    /// No such name, digest or generation.
    case notFound(String)

    // Busy: trying again may help.

    /// Another process holds the named lock.
    case lockBusy(String)
    /// Every reader slot of the index is taken, by living processes.
    case readersFull
    /// Another collector is at work.
    case collectorRunning

    // Capacity.

    /// The disk is full, or the quota is.
    case noSpace(path: String)
    /// Writing would leave less free than the store keeps in reserve.
    case belowReserve(freeBytes: Int64, reserveBytes: Int64)
    /// The index has reached its map size.
    case indexFull

    // Integrity.

    /// A published blob's bytes no longer have its digest.
    case blobCorrupt(ContentDigest)
    /// A published blob's bytes are not there.
    case blobMissing(ContentDigest)
    /// A row of the index fails its checksum or cannot be decoded.
    case indexRowCorrupt(table: String, key: String)
    /// The index file cannot be read as one.
    case indexDamaged(String)

    // The place it runs in.

    /// The directory holds no store.
    case notAStore(path: String)
    /// There is something at the path already.
    case alreadyExists(path: String)
    /// The file system lacks something the store depends on.
    case unsupportedFileSystem(probe: String)
    /// A newer release wrote this store, with features this one does not know.
    case formatTooNew(features: [String])
    /// FORMAT cannot be understood.
    case formatDamaged(String)
    /// The store is being restored from a backup, or was until that was stopped.
    case restoreUnfinished(path: String)
    /// The store was opened without the right to write.
    case readOnly
    /// The operating system refused access.
    case permission(path: String)
    /// A process of another PID namespace uses the store (or a stale lock table says so).
    case pidNamespaceClash

    // Fatal.

    /// A sync failed: what was written to this path must be taken as lost.
    case syncFailed(path: String, code: Int32)
    /// The index refused further work; close the store and open it again.
    case indexPanic
    /// Any other failed call.
    case io(call: String, path: String, code: Int32)
}

extension StoreError {
    /// Whether the same call may succeed later without anyone mending anything.
    public var isRetryable: Bool {
        switch self {
        case .lockBusy, .readersFull, .collectorRunning: true
        default: false
        }
    }

    /// Something was where a new object was to be.
    var isExisting: Bool {
        if case .io(_, _, EEXIST) = self { true } else { false }
    }

    /// The exit status of a command that ends with this error.
    public var exitCode: Int32 {
        switch self {
        case .digestMismatch, .nameConflict, .refused, .tooLarge, .blobCorrupt, .blobMissing, .indexRowCorrupt,
            .notFound:
            1
        case .invalidName, .alreadyExists: 2
        case .notAStore, .unsupportedFileSystem, .formatTooNew, .formatDamaged, .restoreUnfinished, .readOnly,
            .permission, .pidNamespaceClash, .indexDamaged:
            3
        case .lockBusy, .readersFull, .collectorRunning: 5
        case .syncFailed, .indexPanic, .io: 6
        case .noSpace, .belowReserve, .indexFull: 7
        }
    }
}
