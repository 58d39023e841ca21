internal import Digests
internal import SystemPackage

extension StoreError: CustomStringConvertible {
    /// The sentence an operator reads: lower case, no full stop, the names in it.
    public var description: String {
        switch self {
        case .digestMismatch(let expected, let actual):
            "\(expected.algorithm.name) is \(actual.hex), not the expected \(expected.hex)"
        case .tooLarge(let limit): "larger than the limit of \(limit) bytes"
        case .nameConflict(let existing): "the name holds other bytes (sha256:\(existing.hex))"
        case .invalidName(let why): "not a usable name: \(why)"
        case .refused(let why): why
        case .notFound(let what): "not found: \(what)"
        case .lockBusy(let lock): "another process holds the lock \(lock)"
        case .readersFull: "too many processes read the index at once"
        case .collectorRunning: "another gc is running"
        case .noSpace(let path): "no space left on the disk of \(path)"
        case .belowReserve(let free, let reserve):
            "only \(free) bytes are free, and \(reserve) are kept in reserve"
        case .indexFull: "the index has reached its maximum size"
        case .blobCorrupt(let digest): "the bytes of sha256:\(digest.hex) are damaged"
        case .blobMissing(let digest): "the bytes of sha256:\(digest.hex) are missing"
        case .indexRowCorrupt(let table, let key): "index table \(table): row \(key) is damaged"
        case .indexDamaged(let what): "the index is damaged: \(what)"
        case .notAStore(let path): "\(path) is not a store"
        case .alreadyExists(let path): "\(path) exists already"
        case .unsupportedFileSystem(let probe): "the file system will not do: \(probe)"
        case .formatTooNew(let features):
            "the store was written by a newer release (it uses \(features.joined(separator: ", ")))"
        case .formatDamaged(let what): "FORMAT is damaged: \(what)"
        case .restoreUnfinished(let path): "\(path) is not restored to its end"
        case .readOnly: "the store is open for reading only"
        case .permission(let path): "permission denied: \(path)"
        case .pidNamespaceClash:
            "a process with the same id in another PID namespace uses the store; run both in one namespace"
        case .syncFailed(let path, let code): "syncing \(path) failed: \(Errno(rawValue: code))"
        case .indexPanic: "the index refused further work after a failed write; open the store again"
        case .io(let call, let path, let code): "\(call) \(path): \(Errno(rawValue: code))"
        }
    }
}
