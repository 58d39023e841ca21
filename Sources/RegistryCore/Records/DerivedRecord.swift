/// What is derived from a blob's bytes and kept beside it: the archive's listing and the metadata, as they stand in the
/// file.  Any other version of this record is as good as none: everything in it can be derived again, and so is what is
/// missing.
struct DerivedRecord: Sendable, Equatable {
    /// The listing as `ArchiveListing` encodes it.
    var listing: [UInt8]
    /// METADATA or PKG-INFO; empty where the archive has none, nil where nobody has looked.
    var metadata: [UInt8]?

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: listing.count + (metadata?.count ?? 0) + 12)
        record.append(counted: listing)
        if let metadata { record.append(counted: metadata) }
        return record.bytes
    }

    init(listing: [UInt8], metadata: [UInt8]?) {
        self.listing = listing
        self.metadata = metadata
    }

    init?(decoding bytes: [UInt8]) {
        guard var record = RecordReader(bytes, version: Self.version), let listing = record.takeCounted() else {
            return nil
        }
        let metadata = record.isAtEnd ? nil : record.takeCounted()
        guard record.isAtEnd else { return nil }
        self.init(listing: Array(listing), metadata: metadata.map { Array($0) })
    }
}
