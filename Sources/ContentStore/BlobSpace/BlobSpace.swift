internal import Digests

/// Where objects are: immutable bytes, each under a digest and a generation.  Local files are the
/// embedded engine.
///
/// An object is put once under a name that is never used again, so a repeated, late or lost call can
/// only ever concern what is dead.
package protocol BlobSpace: Sendable {
    /// Begins a private place for bytes whose digest is not known yet.
    /// - Parameter expectedSize: bytes, as far as known; room is set aside for them.
    func beginStaging(expectedSize: Int64?) throws(StoreError) -> any StagedBytes

    /// Writes objects and returns once all of them survive a power cut.
    /// - Returns: for each, nil or why it failed; a failed object may or may not be there.
    func put(_ objects: [(object: BlobObject, blob: SealedBlob)]) -> [StoreError?]

    /// Opens an object; nil where it is not there.
    func open(_ object: BlobObject) throws(StoreError) -> (any BlobBytes)?

    /// Removes objects, absent ones included, and returns once no power cut can bring them back.
    /// - Returns: for each, nil or why it may still be there.
    func delete(_ objects: [BlobObject]) -> [StoreError?]

    /// Moves a damaged object out of the way for people to look at, durably, with a note of the reason.
    func quarantine(_ object: BlobObject, reason: String) throws(StoreError)

    /// Calls `body` with each object that exists, shard by shard, and with the name of everything else
    /// that is found among them.
    func scan(
        _ body: (_ object: BlobObject?, _ name: String, _ size: Int64) throws(StoreError) -> Bool
    ) throws(StoreError)
}

/// Private bytes on their way in, gone when let go of unless they are put.
package protocol StagedBytes: AnyObject, Sendable {
    /// Has what is appended be readable at once, and not only when it is finished; before the first byte.
    func stayReadable()
    func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError)
    /// Takes all bytes of an open local file without copying them; false where that cannot be done.
    func takeClone(ofDescriptor descriptor: Int32) throws(StoreError) -> Bool
    /// Ends the appending; the bytes can be read from here on.
    func finish() throws(StoreError)
    /// The bytes, once finished; before that, those that were appended, where `stayReadable` was called.
    var bytes: any BlobBytes { get }
}

/// Bytes that can be read from any position.
package protocol BlobBytes: AnyObject, Sendable {
    /// Number of bytes.
    func size() throws(StoreError) -> Int64
    /// Reads up to `buffer.count` bytes at `offset`; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(StoreError) -> Int
    /// Says that the bytes will be read once from front to back; a hint.
    func willReadOnce()
    /// Says that cached bytes are not needed any more; a hint.
    func didReadOnce()
    /// The kernel's number for them where they are a file, for handing to another process or to sendfile.
    var descriptorNumber: Int32? { get }
}
