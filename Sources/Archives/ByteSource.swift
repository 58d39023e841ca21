/// Where a libarchive handle gets its bytes: the other end of its read, skip and seek callbacks.
class ByteSource {
    /// Why `read` failed, in our terms; libarchive only learns that it did.
    final var failure: ArchiveError?

    /// The next bytes, empty at the end, nil after a failure. They stay where they are until the next call.
    func read() -> UnsafeRawBufferPointer? { preconditionFailure("a source must say how to read") }

    /// Passes over up to `count` bytes and says how many; 0 makes libarchive read them instead.
    func skip(_ count: Int64) -> Int64 { 0 }

    /// Moves to `offset` from the start, the position or the end (`SEEK_SET` and so on); nil where seeking is not possible.
    func seek(_ offset: Int64, from origin: Int32) -> Int64? { nil }
}
