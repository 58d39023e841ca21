public import Digests
public import SimpleIndex

/// A file that an index offers, and what may become of it here.
public struct UpstreamFile: Sendable, Equatable {
    /// What the index says.
    public let offered: OfferedFile
    /// What stands for it in our URLs: its SHA-256 where that is given; else a digest of what is said of it, which is no
    /// digest of its bytes.
    public let key: ContentDigest
    /// Whether it is old enough.
    public let cooldown: CooldownVerdict
    /// Whether nothing keeps it from being fetched.
    public let isOffered: Bool

    /// The digest that its bytes must have, the strongest that is given; nil where there is none worth the name.
    public var expectedDigest: Digest? { Self.strongDigest(of: offered) }

    init(_ offered: OfferedFile, cooldown: CooldownVerdict, allowsUnhashed: Bool) {
        self.offered = offered
        self.cooldown = cooldown
        let isKnown = Self.strongDigest(of: offered) != nil
        isOffered = cooldown == .passed && (isKnown || allowsUnhashed)
        key =
            offered.sha256.flatMap { ContentDigest(hex: $0) }
            ?? ContentDigest(hashing: Array("\(offered.url)\n\(offered.hashes.sorted { $0.key < $1.key })".utf8))
    }

    private static func strongDigest(of file: OfferedFile) -> Digest? {
        for algorithm in [DigestAlgorithm.sha256, .sha512] {
            if let hex = file.hashes[algorithm.name], let digest = Digest(algorithm, hex: hex) { return digest }
        }
        return nil
    }
}
