/// All five digests of the same bytes. Stored inline in the encoded form: 164 bytes, no allocation.
public struct DigestSet: Sendable {
    /// Length of the encoded form: MD5, SHA-1, SHA-256, SHA-512, BLAKE2b-256, one after another.
    public static let encodedByteCount = 16 + 20 + 32 + 64 + 32

    private var storage: InlineArray<164, UInt8>

    /// Reads what ``append(to:)`` wrote; nil where the count is not ``encodedByteCount``.
    public init?(encoded: Span<UInt8>) {
        guard encoded.count == Self.encodedByteCount else { return nil }
        storage = InlineArray { encoded[$0] }
    }

    /// A set that `fill` writes into place, all ``encodedByteCount`` bytes of it, zero until then.
    init(filledBy fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        storage = InlineArray(repeating: 0)
        var bytes = storage.mutableSpan
        unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            unsafe fill(base)
        }
    }

    /// The 16 bytes of RFC 1321.
    public var md5: Digest { self[.md5] }
    /// The 20 bytes of FIPS 180-4's SHA-1.
    public var sha1: Digest { self[.sha1] }
    /// The SHA-256, which identifies the bytes.
    public var sha256: ContentDigest {
        guard let digest = ContentDigest(bytes: storage.span.extracting(Self.range(of: .sha256))) else {
            preconditionFailure("a SHA-256 has 32 bytes")
        }
        return digest
    }
    /// The 64 bytes of FIPS 180-4's SHA-512.
    public var sha512: Digest { self[.sha512] }
    /// The 32 bytes of RFC 7693's BLAKE2b-256.
    public var blake2b256: Digest { self[.blake2b256] }

    /// The digest of that algorithm.
    public subscript(algorithm: DigestAlgorithm) -> Digest {
        let bytes = Self.range(of: algorithm).map { storage[$0] }
        guard let digest = Digest(algorithm, bytes: bytes) else {
            preconditionFailure("a slot holds as many bytes as its algorithm's digest")
        }
        return digest
    }

    /// Appends the encoded form, ``encodedByteCount`` bytes.
    public func append(to output: inout [UInt8]) {
        unsafe storage.span.withUnsafeBytes { unsafe output.append(contentsOf: $0) }
    }

    /// Appends that algorithm's digest as lower-case hexadecimal digits, without a detour by an array.
    public func appendHex(of algorithm: DigestAlgorithm, to digits: inout [UInt8]) {
        Hex.append(storage.span.extracting(Self.range(of: algorithm)), to: &digits)
    }

    /// Writes that algorithm's digest to its place in an encoded form.
    func copy(_ algorithm: DigestAlgorithm, into encoded: UnsafeMutablePointer<UInt8>) {
        for index in Self.range(of: algorithm) { unsafe encoded[index] = storage[index] }
    }

    /// The first algorithm, in raw-value order, whose digests differ; nil where the sets are equal.
    public func firstDifference(from other: DigestSet) -> DigestAlgorithm? {
        DigestAlgorithm.allCases.first { algorithm in
            Self.range(of: algorithm).contains { storage[$0] != other.storage[$0] }
        }
    }

    /// Where the algorithm's digest stands in the encoded form.
    public static func range(of algorithm: DigestAlgorithm) -> Range<Int> {
        switch algorithm {
        case .md5: 0..<16
        case .sha1: 16..<36
        case .sha256: 36..<68
        case .sha512: 68..<132
        case .blake2b256: 132..<164
        }
    }
}

extension DigestSet: Hashable {
    /// Equal where all five digests are.
    public static func == (left: DigestSet, right: DigestSet) -> Bool {
        left.firstDifference(from: right) == nil
    }

    /// Hashes the SHA-256, which no two different sets of digests share in practice.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(sha256)
    }
}

extension DigestSet: CustomStringConvertible {
    /// The five tagged digests, separated by spaces.
    public var description: String {
        DigestAlgorithm.allCases.map { self[$0].tagged }.joined(separator: " ")
    }
}
