public import Digests

/// Something that verification found not to be as it should.
public struct Finding: Sendable, Equatable {
    /// What is wrong.
    public enum Kind: String, Sendable, CaseIterable {
        /// The index says that the bytes are there, and they are not.
        case missing
        /// The file has another size than the index says.
        case wrongSize = "wrong-size"
        /// The bytes give other digests than they had when they came in, twice over.
        case wrongDigest = "wrong-digest"
        /// Read once, the bytes were wrong; read again past the cache, they were right.  Suspect the
        /// machine's memory or its disk controller.
        case unstableRead = "unstable-read"
        /// Something else than a file is in the blob's place, or it cannot be read.
        case unreadable
        /// The bytes are known to be damaged and still are, or were not read this time.
        case knownDamage = "known-damage"
        /// A row of the index fails its checksum or cannot be decoded.
        case damagedRow = "damaged-row"
        /// Two tables of the index contradict each other.
        case inconsistentIndex = "inconsistent-index"
        /// A file in the blob directories that no row names.
        case stray
    }

    public let kind: Kind
    /// The blob it concerns.
    public let digest: ContentDigest?
    /// Names that refer to the blob, at most 1000.
    public let names: [BlobName]
    /// The particulars, as one sentence.
    public let detail: String
    /// Whether anything has been lost or may be; the others are warnings.
    public var isDamage: Bool { kind != .stray && kind != .unstableRead }

    package init(_ kind: Kind, _ digest: ContentDigest?, names: [BlobName] = [], _ detail: String) {
        self.kind = kind
        self.digest = digest
        self.names = names
        self.detail = detail
    }
}
