internal import CLinux
internal import Glibc
internal import Synchronization

/// A file in memory by which a skeleton goes to a worker. Reused: one exists for every thread that ever had one lent
/// at once.
final class SkeletonFile: Sendable {
    /// Its descriptor.
    let number: Int32
    /// Bytes of the skeleton that is in it.
    let count: Int

    private static let idle = Mutex<[Int32]>([])

    private init(number: Int32, count: Int) {
        self.number = number
        self.count = count
    }

    /// - Throws: `notInSkeleton` where there is no such file to be had.
    static func borrow(for skeleton: ZipSkeleton) throws(ArchiveError) -> SkeletonFile {
        var out = ByteWriter(reserving: skeleton.bytes.count + 16 * skeleton.parts.count)
        skeleton.encode(into: &out)
        let kept = idle.withLock { $0.popLast() }
        let number = unsafe kept ?? clinux_memory_file("skeleton")
        guard number >= 0, out.count <= ZipSkeleton.mostEncodedBytes else { throw .notInSkeleton }
        let file = SkeletonFile(number: number, count: out.count)
        var written = 0
        unsafe out.withBytes { bytes in unsafe written = pwrite(number, bytes.baseAddress, bytes.count, 0) }
        guard written == out.count else {
            file.giveBack()
            throw .notInSkeleton
        }
        return file
    }

    func giveBack() { Self.idle.withLock { $0.append(number) } }
}
