internal import CLMDB

/// An LMDB call that did not return `MDB_SUCCESS`: which call, and its code.
package struct LMDBError: Error, Equatable, CustomStringConvertible {
    /// The code as returned: an `MDB_…` constant below zero, or an `errno` value above it.
    package let code: Int32
    /// The C function that returned it.
    package let call: String

    package init(code: Int32, call: String) {
        self.code = code
        self.call = call
    }

    /// The map has no free page left.
    package var isMapFull: Bool { code == MDB_MAP_FULL }
    /// Every reader slot is taken.
    package var isReadersFull: Bool { code == MDB_READERS_FULL }
    /// Another process has grown the map.
    package var isMapResized: Bool { code == MDB_MAP_RESIZED }
    /// The environment refused further work after a failed meta page write.
    package var isPanic: Bool { code == MDB_PANIC }
    /// The file is not an LMDB environment, or pages of it are damaged.
    package var isDamaged: Bool {
        [MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_INVALID, MDB_VERSION_MISMATCH, MDB_BAD_DBI, MDB_INCOMPATIBLE]
            .contains(code)
    }

    package var description: String {
        guard let text = unsafe mdb_strerror(code) else { return "\(call): code \(code)" }
        return unsafe "\(call): \(String(cString: text))"
    }

    /// Throws unless `code` is success.
    @inline(__always)
    static func check(_ code: Int32, from call: StaticString) throws(LMDBError) {
        if code != MDB_SUCCESS { throw LMDBError(code: code, call: "\(call)") }
    }
}
