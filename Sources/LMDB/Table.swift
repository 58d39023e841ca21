internal import CLMDB

/// A named database of an environment: an integer, valid for the environment's whole life.
package struct Table: Sendable, Hashable {
    let handle: MDB_dbi
}

/// Pages and entries of one table, as LMDB counts them.
package struct TableStatistics: Sendable, Equatable {
    /// Number of entries.
    package let entries: Int
    /// Bytes of all pages that belong to the table, overflow pages included.
    package let bytes: Int
    /// Levels of the tree.
    package let depth: Int
}
