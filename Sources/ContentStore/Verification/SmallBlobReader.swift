internal import Digests

/// Reads small blobs whole, one behind the other in one piece of memory, and computes the digests of all
/// of them together.  Used by one thread.
@safe
final class SmallBlobReader {
    /// Bytes that are read together.
    static let arenaByteCount = 1 << 20
    /// Blobs that are read together: enough to keep every lane of a vector unit busy.
    static let maximumBlobs = 64

    private let arena: UnsafeMutableRawBufferPointer

    init() {
        unsafe arena = .allocate(byteCount: Self.arenaByteCount, alignment: 64)
    }

    deinit { unsafe arena.deallocate() }

    /// The digests of those that have as many bytes as their rows say and could be read; the others are
    /// left out.
    func digests(of blobs: [(row: BlobRow, bytes: any BlobBytes)]) -> [(row: BlobRow, digests: DigestSet)] {
        var rows: [BlobRow] = []
        var buffers = unsafe [UnsafeRawBufferPointer]()
        var used = 0
        for (row, bytes) in blobs {
            guard (try? bytes.size()) == row.size, row.size <= Int64(Self.arenaByteCount - used) else { continue }
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: arena[used..<used + Int(row.size)])
            guard unsafe fill(room, from: bytes) else { continue }
            rows.append(row)
            unsafe buffers.append(UnsafeRawBufferPointer(room))
            used += room.count
        }
        return unsafe Array(zip(rows, DigestBatch.digests(of: buffers))).map { (row: $0, digests: $1) }
    }

    private func fill(_ room: UnsafeMutableRawBufferPointer, from bytes: any BlobBytes) -> Bool {
        var filled = 0
        while filled < room.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: room[filled...])
            guard let count = unsafe try? bytes.read(into: rest, at: Int64(filled)), count > 0 else { return false }
            filled += count
        }
        return true
    }
}
