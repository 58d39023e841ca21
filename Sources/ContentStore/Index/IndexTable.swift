/// The tables of the index.  Raw values are the names on disk.
package enum IndexTable: String, CaseIterable, Sendable {
    /// SHA-256 → `BlobRow`; and, right behind each, SHA-256 + reference id → name: the way back from the
    /// blob.  Side by side because one page then takes both, which halves what a commit writes.
    case blob
    /// SHA-256 + generation → `ReservationRow`: objects that are being written.
    case reserved
    /// SHA-256 + generation → `DoomedRow`: objects that may be removed.
    case doomed
    /// Name → `ReferenceRow`.
    case reference = "ref"
    /// Milliseconds since 1970 (8 bytes) + SHA-256 → nothing: exactly the blobs without a reference.
    case unreferenced = "unref"
    /// Hold id → `HoldRow`: while one lives, nothing is condemned.
    case hold
    /// When the bytes were last hashed, in seconds since 1970 (4 bytes) + SHA-256 → nothing: the order of
    /// verification.
    case verification = "vq"
    /// SHA-256 → what was derived from the bytes; never the only copy of anything.
    case listing = "list"
    /// Name → counters.
    case meta
    /// The application's own records.
    case record
}

/// What belongs to each table.
struct PerTable<Element: Sendable>: Sendable {
    // By the order of the cases: a dictionary's hashing was as dear as some of the look-ups that it led to.
    private let elements: [Element]

    init<Failure: Error>(_ make: (IndexTable) throws(Failure) -> Element) throws(Failure) {
        var elements: [Element] = []
        for table in IndexTable.allCases { elements.append(try make(table)) }
        self.elements = elements
    }

    subscript(table: IndexTable) -> Element { elements[Self.place(of: table)] }

    private static func place(of table: IndexTable) -> Int {
        switch table {
        case .blob: 0
        case .reserved: 1
        case .doomed: 2
        case .reference: 3
        case .unreferenced: 4
        case .hold: 5
        case .verification: 6
        case .listing: 7
        case .meta: 8
        case .record: 9
        }
    }
}
