public import Digests

/// Bytes on their way in: hashed while they arrive, private until published, gone when let go of.
///
/// Used by one thread at a time.
public final class StagedBlob {
    private let space: any BlobSpace
    private let limitBytes: Int64
    private let expectedSize: Int64?
    private var digests = DigestStream()
    private var small: [UInt8] = []
    private var staged: (any StagedBytes)?
    /// Bytes so far.
    public private(set) var count: Int64 = 0

    /// Up to here bytes stay in memory until their place is known, which saves a file that has to be
    /// linked; enough for most pure-Python wheels.
    static let memoryLimit = 256 << 10

    init(space: any BlobSpace, limitBytes: Int64, expectedSize: Int64?) {
        self.space = space
        self.limitBytes = limitBytes
        self.expectedSize = expectedSize
        if let expectedSize, expectedSize <= Self.memoryLimit { small.reserveCapacity(Int(expectedSize)) }
    }

    /// Takes the next bytes.
    /// - Throws: `tooLarge` beyond the limit, `noSpace`; nothing can be sealed then.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        count += Int64(bytes.count)
        guard count <= limitBytes else { throw .tooLarge(limitBytes: limitBytes) }
        unsafe digests.update(bytes)
        if staged == nil && count <= Int64(Self.memoryLimit) {
            unsafe small.append(contentsOf: bytes)
            return
        }
        if staged == nil { try beginFile() }
        try unsafe staged?.append(bytes)
    }

    private func beginFile() throws(StoreError) {
        let begun = try space.beginStaging(expectedSize: expectedSize)
        let head = small
        try unsafe head.span.withUnsafeBytes { (raw) throws(StoreError) in try unsafe begun.append(raw) }
        small = []
        staged = begun
    }

    /// Ends the stream.
    /// - Parameter expected: digests that the bytes must have.
    /// - Throws: `digestMismatch`; the bytes are then gone.
    public func seal(expecting expected: [Digest] = []) throws(StoreError) -> SealedBlob {
        let result = digests.finalize()
        for digest in expected where result.digests[digest.algorithm] != digest {
            throw .digestMismatch(expected: digest, actual: result.digests[digest.algorithm])
        }
        return SealedBlob(
            digests: result.digests, size: result.byteCount,
            storage: staged.map(SealedBlob.Storage.staged) ?? .memory(small))
    }
}
