internal import Archives
internal import ContentStore
internal import Digests
internal import SystemPackage

/// A large file on its way into the store's staging, a piece at a time.
///
/// Used by one thread at a time.
final class LargeSource {
    let file: SourceFile
    private let reader: SourceReader
    private let staged: StagedBlob
    /// Gathers what an inspection will want, from the very bytes that are hashed and stored.
    private var gathering: ZipSkeletonBuilder?
    /// All bytes have been taken.
    private var isAtEnd: Bool

    /// Bytes taken at a time, when several files are read in turn: what a stream of a batch holds.
    static let pieceByteCount = 64 << 10

    /// Begins to take a file in, or takes all of it where its extents can be shared.
    /// - Parameters:
    ///   - batch: computes the digests beside those of other files; nil to compute them alone.
    ///   - gathering: gets all bytes.
    init(
        _ file: SourceFile, _ reader: consuming SourceReader, into store: Store, digestThreads: Int,
        batch: DigestBatch?, gathering: consuming ZipSkeletonBuilder?
    ) throws(RegistryError) {
        let size = reader.size
        let staged = try Registry.translating { () throws(StoreError) in
            try store.stage(expectedSize: size, digestThreads: digestThreads, batch: batch)
        }
        let descriptor = reader.descriptor
        isAtEnd = try Registry.translating { () throws(StoreError) in
            try staged.takeClone(ofDescriptor: descriptor)
        }
        self.file = file
        self.reader = reader
        self.staged = staged
        // Shared extents are read where the source has them, most likely in memory.
        self.gathering = isAtEnd ? nil : gathering
    }

    /// Bytes taken so far.
    var count: Int64 { staged.count }

    /// Takes up to `room.count` bytes.
    /// - Returns: false at the end of the file.
    func takePiece(through room: UnsafeMutableRawBufferPointer) throws(RegistryError) -> Bool {
        if isAtEnd { return false }
        let count = try unsafe reader.read(room)
        if count == 0 {
            isAtEnd = true
            return false
        }
        do throws(StoreError) {
            try unsafe staged.append(UnsafeRawBufferPointer(rebasing: room[..<count]))
        } catch {
            throw .store(error)
        }
        unsafe gathering?.take(UnsafeRawBufferPointer(rebasing: room[..<count]))
        return true
    }

    /// Ends the file.
    /// - Throws: `sourceChanged` where there were not as many bytes as its status said.
    func seal() throws(RegistryError) -> (blob: SealedBlob, skeleton: ZipSkeleton?) {
        guard staged.count == reader.size else { throw .sourceChanged(path: file.path.string) }
        let blob = try Registry.translating { () throws(StoreError) in try staged.seal() }
        return (blob, gathering.take()?.finish())
    }
}
