public import Digests

/// One written copy of a blob, and its name in the blob space: never written twice, never reused.
public struct BlobObject: Hashable, Sendable, CustomStringConvertible {
    /// Whose bytes they are.
    public let digest: ContentDigest
    /// Which copy.
    public let generation: Generation

    public init(digest: ContentDigest, generation: Generation) {
        self.digest = digest
        self.generation = generation
    }

    /// `<64 hex digits>.<16 hex digits>`.
    public var description: String { "\(digest.hex).\(generation)" }

    /// The first byte of the digest: which of 256 shards holds the object.
    public var shard: UInt8 { digest.bytes[0] }

    /// Reads `description` back; nil for any other text.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let digest = ContentDigest(hex: String(parts[0])), parts[1].utf8.count == 16,
            parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            let value = UInt64(parts[1], radix: 16)
        else { return nil }
        self.init(digest: digest, generation: Generation(value: value))
    }
}
