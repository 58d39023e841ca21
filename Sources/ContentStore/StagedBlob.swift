public import Digests

/// Bytes on their way in: hashed while they arrive, private until published, gone when let go of.
///
/// Used by one thread at a time.
public final class StagedBlob {
    private let space: any BlobSpace
    private let limitBytes: Int64
    private let expectedSize: Int64?
    private var alone: DigestStream
    /// Set while the digests are computed beside those of other blobs.
    private var together: (batch: DigestBatch, stream: DigestBatch.Stream)?
    private var small: [UInt8] = []
    private var staged: (any StagedBytes)?
    /// Why bytes are missing: the digests have seen more than the file then.
    private var failure: StoreError?
    /// Bytes so far.
    public private(set) var count: Int64 = 0

    /// Up to here bytes stay in memory until their place is known, which saves a file that has to be
    /// linked; enough for most pure-Python wheels.
    static let memoryLimit = 256 << 10

    /// What was appended so far, for other threads to read meanwhile; nil unless it was asked for.
    public private(set) var growing: GrowingBytes?

    init(
        space: any BlobSpace, limitBytes: Int64, expectedSize: Int64?, digestThreads: Int = 1, batch: DigestBatch? = nil
    ) {
        alone = DigestStream(threads: batch == nil ? digestThreads : 1)
        together = batch.map { ($0, $0.open()) }
        self.space = space
        self.limitBytes = limitBytes
        self.expectedSize = expectedSize
        if let expectedSize, expectedSize <= Self.memoryLimit { small.reserveCapacity(Int(expectedSize)) }
    }

    deinit { if let together { together.batch.drop(together.stream) } }

    /// Begins a file at once, whose bytes can be read while more are appended.
    func beginGrowing() throws(StoreError) {
        let begun = try space.beginStaging(expectedSize: expectedSize)
        begun.stayReadable()
        staged = begun
        growing = GrowingBytes(begun.bytes)
    }

    private func hash(_ bytes: UnsafeRawBufferPointer) {
        if let together {
            unsafe together.batch.update(together.stream, bytes)
        } else {
            unsafe alone.update(bytes)
        }
    }

    private func finishHashing() -> (digests: DigestSet, byteCount: Int64) {
        guard let together else { return alone.finalize() }
        self.together = nil
        return together.batch.finalize(together.stream)
    }

    /// Takes the next bytes.
    /// - Throws: `tooLarge` beyond the limit, `noSpace`; nothing can be appended or sealed then.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        if let failure { throw failure }
        do throws(StoreError) {
            try unsafe take(bytes)
        } catch {
            failure = error
            throw error
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        count += Int64(bytes.count)
        guard count <= limitBytes else { throw .tooLarge(limitBytes: limitBytes) }
        unsafe hash(bytes)
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

    /// Takes all bytes of an open file at once, sharing its extents where the file system can; they are
    /// then hashed as they stand in the store, whatever becomes of the file.
    /// - Parameter descriptor: of a regular file; stays open.
    /// - Returns: false where the file system cannot, and nothing has been taken.
    public func takeClone(ofDescriptor descriptor: Int32) throws(StoreError) -> Bool {
        precondition(count == 0, "bytes were appended before")
        guard expectedSize.map({ $0 > Int64(Self.memoryLimit) }) ?? true else { return false }
        let begun = try space.beginStaging(expectedSize: nil)
        guard try begun.takeClone(ofDescriptor: descriptor) else {
            staged = begun
            return false
        }
        let size: Int64
        do throws(StoreError) {
            size = try begun.bytes.size()
            guard size <= limitBytes else { throw .tooLarge(limitBytes: limitBytes) }
            try unsafe BlobReading.forEachChunk(of: begun.bytes) { (chunk) in unsafe hash(chunk) }
        } catch {
            failure = error
            throw error
        }
        count = size
        staged = begun
        return true
    }

    /// Ends the stream.
    /// - Parameter expected: digests that the bytes must have.
    /// - Throws: `digestMismatch`; the bytes are then gone.
    public func seal(expecting expected: [Digest] = []) throws(StoreError) -> SealedBlob {
        if let failure { throw failure }
        let result = finishHashing()
        for digest in expected where result.digests[digest.algorithm] != digest {
            throw .digestMismatch(expected: digest, actual: result.digests[digest.algorithm])
        }
        try staged?.finish()
        return SealedBlob(
            digests: result.digests, size: result.byteCount,
            storage: staged.map(SealedBlob.Storage.staged) ?? .memory(small))
    }
}
