/// The tables of the index.  Raw values number them, in this program only.
package enum IndexTable: Int, CaseIterable, Sendable {
    /// SHA-256 → `BlobRow`; and, right behind each, SHA-256 + reference id → name: the way back from the
    /// blob.  Side by side because one page then takes both, which halves what a commit writes.
    case blob
    /// SHA-256 + generation → `ReservationRow`: objects that are being written.
    case reserved
    /// SHA-256 + generation → `DoomedRow`: objects that may be removed.
    case doomed
    /// Name → `ReferenceRow`.
    case reference
    /// Milliseconds since 1970 (8 bytes) + SHA-256 → nothing: exactly the blobs without a reference.
    case unreferenced
    /// Hold id → `HoldRow`: while one lives, nothing is condemned.
    case hold
    /// When the bytes were last hashed, in seconds since 1970 (4 bytes) + SHA-256 → nothing: the order of
    /// verification.
    case verification
    /// When the blob's row was made, in milliseconds since 1970 (8 bytes) + SHA-256 → what was derived from the
    /// bytes; never the only copy of anything.  By time, for what is published together then lies together: by
    /// SHA-256 alone nearly every listing had a commit write a page of its own.
    case listing
    /// Name → counters.
    case meta
    /// The application's own records.
    case record

    /// The name on disk.
    package var name: String {
        switch self {
        case .blob: "blob"
        case .reserved: "reserved"
        case .doomed: "doomed"
        case .reference: "ref"
        case .unreferenced: "unref"
        case .hold: "hold"
        case .verification: "vq"
        case .listing: "listing"
        case .meta: "meta"
        case .record: "record"
        }
    }
}

/// What belongs to each table.
struct PerTable<Element: Sendable>: Sendable {
    // By the number of each: a dictionary's hashing was as dear as some of the look-ups that it led to.
    private let elements: [Element]

    init<Failure: Error>(_ make: (IndexTable) throws(Failure) -> Element) throws(Failure) {
        var elements: [Element] = []
        for table in IndexTable.allCases { elements.append(try make(table)) }
        self.elements = elements
    }

    subscript(table: IndexTable) -> Element { elements[table.rawValue] }
}
