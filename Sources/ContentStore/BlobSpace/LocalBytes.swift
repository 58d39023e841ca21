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
