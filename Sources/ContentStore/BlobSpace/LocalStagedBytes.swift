/// A file without a name that grows: past the page cache where the file system can, else through it,
/// pushed to the disk as it grows.  Used by one thread at a time.
@safe
final class LocalStagedBytes: StagedBytes, @unchecked Sendable {
    // SAFETY: appended to and finished by one thread.  Others read the file alone, which is made for that, and no
    // further than where they were told that bytes are.
    let file: any OpenFile
    private var direct: DirectWriting?
    private var count: Int64 = 0
    private var handedOver: Int64 = 0
    private var isReadAtOnce = false

    /// Bytes between two hand-overs to the disk, where writing goes through the page cache.
    private static let strideByteCount: Int64 = 8 << 20

    init(_ file: any OpenFile) { self.file = file }

    deinit { direct?.giveBack() }

    var bytes: any BlobBytes { LocalBytes(file) }

    func stayReadable() { isReadAtOnce = true }

    func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        if count == 0 && !isReadAtOnce && file.beginDirectWriting() { direct = DirectWriting.borrow() }
        count += Int64(bytes.count)
        do throws(FileError) {
            if let direct {
                try unsafe direct.append(bytes, to: file)
                return
            }
            try unsafe file.append(bytes)
        } catch {
            throw StoreError(error)
        }
        if count - handedOver >= Self.strideByteCount {
            file.writeBehind(offset: handedOver, count: count - handedOver)
            handedOver = count
        }
    }

    func finish() throws(StoreError) {
        guard let direct else { return }
        self.direct = nil
        defer { direct.giveBack() }
        do throws(FileError) {
            try direct.flush(to: file)
            try file.endDirectWriting(cuttingTo: count)
        } catch {
            throw StoreError(error)
        }
    }

    func takeClone(ofDescriptor descriptor: Int32) throws(StoreError) -> Bool {
        do throws(FileError) { return try file.cloneContents(ofDescriptor: descriptor) } catch {
            throw StoreError(error)
        }
    }
}
