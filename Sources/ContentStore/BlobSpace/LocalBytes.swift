internal import SystemPackage

/// An object's or a staged file's bytes on a local disk.
final class LocalBytes: BlobBytes {
    let file: any OpenFile

    init(_ file: any OpenFile) { self.file = file }

    func size() throws(StoreError) -> Int64 {
        do throws(FileError) { return try file.status().size } catch { throw StoreError(error) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(StoreError) -> Int {
        do throws(FileError) {
            return try unsafe file.read(into: buffer, at: offset)
        } catch {
            throw StoreError(error)
        }
    }

    func willReadOnce() { file.advise(.sequential) }
    func didReadOnce() { file.advise(.notNeeded) }
    var descriptorNumber: Int32? { file.descriptor?.rawValue }
}

/// A file without a name that grows, and is pushed to the disk while it does.
final class LocalStagedBytes: StagedBytes {
    let file: any OpenFile
    private let written = WrittenRange()

    init(_ file: any OpenFile) { self.file = file }

    var bytes: any BlobBytes { LocalBytes(file) }

    func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        do throws(FileError) { try unsafe file.append(bytes) } catch { throw StoreError(error) }
        if let range = written.grow(by: Int64(bytes.count)) {
            file.writeBehind(offset: range.lowerBound, count: range.upperBound - range.lowerBound)
        }
    }
}
