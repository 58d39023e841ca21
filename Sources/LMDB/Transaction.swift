internal import CLMDB

/// A snapshot of the environment, readable until the scope that made it ends.
///
/// Made by `Environment.read` and `Environment.write`, ended by them, and useless afterwards: a call
/// on an ended transaction is a broken promise by our own code and traps.  Not `Sendable`: a write
/// transaction belongs to the thread that began it, because LMDB's writer lock does.
@safe
package class ReadTransaction {
    private var handle: OpaquePointer?

    init(owning handle: OpaquePointer) { unsafe self.handle = handle }

    var live: OpaquePointer {
        guard let handle = unsafe handle else { preconditionFailure("a transaction was used after its scope") }
        return unsafe handle
    }

    /// Gives the handle up; the caller ends it.
    func surrender() -> OpaquePointer {
        let handle = unsafe live
        unsafe self.handle = nil
        return unsafe handle
    }

    deinit { if let handle = unsafe handle { unsafe mdb_txn_abort(handle) } }

    /// A copy of the value under `key`, or nil.
    package func value(for key: [UInt8], in table: Table) throws(LMDBError) -> [UInt8]? {
        var found = unsafe MDB_val()
        let code = unsafe key.withUnsafeBytes { bytes in
            var wanted = unsafe MDB_val(bytes)
            return unsafe mdb_get(live, table.handle, &wanted, &found)
        }
        if code == MDB_NOTFOUND { return nil }
        try LMDBError.check(code, from: "mdb_get")
        return unsafe found.copied
    }

    /// Whether `key` is present.
    package func contains(_ key: [UInt8], in table: Table) throws(LMDBError) -> Bool {
        var found = unsafe MDB_val()
        let code = unsafe key.withUnsafeBytes { bytes in
            var wanted = unsafe MDB_val(bytes)
            return unsafe mdb_get(live, table.handle, &wanted, &found)
        }
        if code == MDB_NOTFOUND { return false }
        try LMDBError.check(code, from: "mdb_get")
        return true
    }

    /// Calls `body` with each entry from the first key at or after `start` (the empty key: from the
    /// beginning), in key order, until it answers false.
    ///
    /// The table must not be written while it is scanned: collect first, then write.
    package func scan<Failure: Error>(
        _ table: Table, from start: [UInt8], _ body: (_ key: [UInt8], _ value: [UInt8]) throws(Failure) -> Bool
    ) throws(ScanError<Failure>) {
        try unsafe walk(table, from: start, stepping: MDB_NEXT, body) { cursor, key, value in
            unsafe mdb_cursor_get(cursor, &key, &value, start.isEmpty ? MDB_FIRST : MDB_SET_RANGE)
        }
    }

    /// As `scan`, in reverse: from the last key before `end` (the empty key: from the last of all).
    package func scanBackward<Failure: Error>(
        _ table: Table, before end: [UInt8], _ body: (_ key: [UInt8], _ value: [UInt8]) throws(Failure) -> Bool
    ) throws(ScanError<Failure>) {
        try unsafe walk(table, from: end, stepping: MDB_PREV, body) { cursor, key, value in
            if end.isEmpty { return unsafe mdb_cursor_get(cursor, &key, &value, MDB_LAST) }
            // What stands at or after the end is not wanted; where nothing does, the table's last is.
            switch unsafe mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE) {
            case MDB_SUCCESS: return unsafe mdb_cursor_get(cursor, &key, &value, MDB_PREV)
            case MDB_NOTFOUND: return unsafe mdb_cursor_get(cursor, &key, &value, MDB_LAST)
            case let status: return status
            }
        }
    }

    /// Calls `body` with the entry that `first` finds and with each that follows it by `step`.
    /// - Parameter place: the key that `first` is called with.
    private func walk<Failure: Error>(
        _ table: Table, from place: [UInt8], stepping step: MDB_cursor_op,
        _ body: (_ key: [UInt8], _ value: [UInt8]) throws(Failure) -> Bool,
        first: (_ cursor: OpaquePointer, _ key: inout MDB_val, _ value: inout MDB_val) -> CInt
    ) throws(ScanError<Failure>) {
        var opened: OpaquePointer?
        let code = unsafe mdb_cursor_open(live, table.handle, &opened)
        guard code == MDB_SUCCESS, let cursor = unsafe opened else {
            throw .index(LMDBError(code: code, call: "mdb_cursor_open"))
        }
        defer { unsafe mdb_cursor_close(cursor) }
        var key = unsafe MDB_val()
        var value = unsafe MDB_val()
        var status = unsafe place.withUnsafeBytes { bytes in
            unsafe key = MDB_val(bytes)
            return unsafe first(cursor, &key, &value)
        }
        while status == MDB_SUCCESS {
            let (entryKey, entryValue) = unsafe (key.copied, value.copied)
            do throws(Failure) {
                guard try body(entryKey, entryValue) else { return }
            } catch {
                throw .body(error)
            }
            status = unsafe mdb_cursor_get(cursor, &key, &value, step)
        }
        if status != MDB_NOTFOUND { throw .index(LMDBError(code: status, call: "mdb_cursor_get")) }
    }

    /// Entries and pages of one table.
    package func statistics(of table: Table) throws(LMDBError) -> TableStatistics {
        var stat = MDB_stat()
        try unsafe LMDBError.check(mdb_stat(live, table.handle, &stat), from: "mdb_stat")
        let pages = stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages
        return TableStatistics(
            entries: stat.ms_entries, bytes: pages * Int(stat.ms_psize), depth: Int(stat.ms_depth))
    }
}

/// The one write transaction that an environment allows at a time, across processes.
package final class WriteTransaction: ReadTransaction {
    /// How many puts and deletes have changed something so far.
    package private(set) var changes = 0

    /// Stores `value` under `key`, replacing what was there.  Keys are 1 to 511 bytes.
    package func put(_ value: [UInt8], for key: [UInt8], in table: Table) throws(LMDBError) {
        let code = unsafe key.withUnsafeBytes { keyBytes in
            unsafe value.withUnsafeBytes { valueBytes in
                var entryKey = unsafe MDB_val(keyBytes)
                var entryValue = unsafe MDB_val(valueBytes)
                return unsafe mdb_put(live, table.handle, &entryKey, &entryValue, 0)
            }
        }
        try LMDBError.check(code, from: "mdb_put")
        changes += 1
    }

    /// Removes `key`; answers whether it was there.
    @discardableResult
    package func delete(_ key: [UInt8], in table: Table) throws(LMDBError) -> Bool {
        let code = unsafe key.withUnsafeBytes { bytes in
            var wanted = unsafe MDB_val(bytes)
            return unsafe mdb_del(live, table.handle, &wanted, nil)
        }
        if code == MDB_NOTFOUND { return false }
        try LMDBError.check(code, from: "mdb_del")
        changes += 1
        return true
    }

    /// Ends the transaction and keeps what was written: durable when this returns.
    func commit() throws(LMDBError) {
        // The handle is freed whether or not the commit succeeds.
        try unsafe LMDBError.check(mdb_txn_commit(surrender()), from: "mdb_txn_commit")
    }
}

/// What a scan can throw: LMDB's error, or the body's.
package enum ScanError<Failure: Error>: Error {
    case index(LMDBError)
    case body(Failure)
}

extension MDB_val {
    @unsafe
    fileprivate init(_ bytes: UnsafeRawBufferPointer) {
        unsafe self.init(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }

    @unsafe
    fileprivate var copied: [UInt8] { unsafe [UInt8](UnsafeRawBufferPointer(start: mv_data, count: mv_size)) }
}
