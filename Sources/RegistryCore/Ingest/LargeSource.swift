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
    /// All bytes have been taken.
    private var isAtEnd: Bool

    /// Bytes taken at a time, when several files are read in turn: what a stream of a batch holds.
    static let pieceByteCount = 64 << 10

    /// Begins to take a file in, or takes all of it where its extents can be shared.
    /// - Parameter batch: computes the digests beside those of other files; nil to compute them alone.
    init(
        _ file: SourceFile, _ reader: consuming SourceReader, into store: Store, digestThreads: Int,
        batch: DigestBatch?
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
        return true
    }

    /// Ends the file.
    /// - Throws: `sourceChanged` where there were not as many bytes as its status said.
    func seal() throws(RegistryError) -> SealedBlob {
        guard staged.count == reader.size else { throw .sourceChanged(path: file.path.string) }
        return try Registry.translating { () throws(StoreError) in try staged.seal() }
    }
}
