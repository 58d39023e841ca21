/// What a publication came to.
public enum PublishOutcome: Sendable, Equatable {
    /// The name is new; the bytes may have been known already.
    case stored
    /// The name held these bytes before.
    case present
    /// The bytes were known to be damaged, and are now whole again.
    case healed
}

/// One name to be given to staged bytes.
///
/// A class, for thousands of them are sorted and handed on together.
public final class Publication {
    /// The name.
    public let name: BlobName
    /// The bytes, sealed; kept by the store until the outcome is known.
    public let blob: SealedBlob
    /// What the application attaches to the name; opaque here, below 64 KiB.
    public let payload: [UInt8]
    /// What was derived from the bytes, to be put beside them; nil for nothing.
    public let listing: [UInt8]?
    /// The application's own part of the transaction.
    ///
    /// Runs inside the publishing transaction, before anything of this publication is written, with
    /// the outcome it is going to have.  To refuse, throw before the first write.  It may run more than
    /// once, each time on a transaction in which nothing of an earlier run is left.
    public let records: ((StoreChange, PublishOutcome) throws(StoreError) -> Void)?

    public init(
        name: BlobName, blob: SealedBlob, payload: [UInt8] = [], listing: [UInt8]? = nil,
        records: ((StoreChange, PublishOutcome) throws(StoreError) -> Void)? = nil
    ) {
        self.name = name
        self.blob = blob
        self.payload = payload
        self.listing = listing
        self.records = records
    }
}
