internal import SystemPackage

/// Random access to the bytes of a file through one window, which is the whole file where that is small.
struct ZipSource {
    /// A file up to this size is read at once; larger ones cost a small read for every header.
    private static let wholeFileLimit = 1 << 20

    let size: Int
    private let file: FileDescriptor?
    private let skeleton: ZipSkeleton?
    private var window: [UInt8]
    /// Where in the file `window` would begin, were all of it from one place.
    private var start: Int
    /// What of the file is readable now.
    private var readable: Range<Int>

    /// - Parameter skeleton: of the same bytes; what it has is not read from the file.
    init(_ file: FileDescriptor, size: Int, skeleton: ZipSkeleton? = nil) throws(ZipCheckEnd) {
        self.file = file
        self.size = size
        self.skeleton = skeleton
        window = []
        start = 0
        readable = 0..<0
        if skeleton == nil, size <= Self.wholeFileLimit { try fill(from: 0, count: size) }
    }

    init(bytes: [UInt8]) {
        file = nil
        skeleton = nil
        size = bytes.count
        window = bytes
        start = 0
        readable = 0..<bytes.count
    }

    /// Makes `count` bytes at `offset` readable, and up to `ahead` bytes in all where a read is needed.
    /// - Returns: false where the file has not so many.
    mutating func load(_ offset: Int, _ count: Int, ahead: Int = 4096) throws(ZipCheckEnd) -> Bool {
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset else { return false }
        if offset >= readable.lowerBound, offset + count <= readable.upperBound { return true }
        if useSkeleton(offset, count) { return true }
        try fill(from: offset, count: min(max(count, ahead), size - offset))
        return readable.count >= count
    }

    // Only bytes that `load` has promised may be asked for.

    func byte(_ offset: Int) -> UInt8 { window[offset - start] }

    func number16(_ offset: Int) -> UInt16 {
        let at = offset - start
        return UInt16(window[at]) | UInt16(window[at + 1]) << 8
    }

    func number32(_ offset: Int) -> UInt32 { UInt32(number16(offset)) | UInt32(number16(offset + 2)) << 16 }

    func number64(_ offset: Int) -> UInt64 { UInt64(number32(offset)) | UInt64(number32(offset + 4)) << 32 }

    func bytes(_ offset: Int, _ count: Int) -> ArraySlice<UInt8> { window[offset - start..<offset - start + count] }

    private mutating func useSkeleton(_ offset: Int, _ count: Int) -> Bool {
        guard let skeleton, let part = skeleton.part(at: Int64(offset)), Int64(offset + count) <= part.end else {
            return false
        }
        window = skeleton.bytes
        start = Int(part.offset) - part.index
        readable = Int(part.offset)..<Int(part.end)
        return true
    }

    private mutating func fill(from offset: Int, count: Int) throws(ZipCheckEnd) {
        guard let file else { return }
        if window.count != count || skeleton != nil { window = [UInt8](repeating: 0, count: count) }
        start = offset
        readable = offset..<offset
        var filled = 0
        while filled < count {
            let read: Int
            do {
                read = try unsafe window.withUnsafeMutableBytes { bytes in
                    try unsafe file.read(
                        fromAbsoluteOffset: Int64(offset + filled), into: .init(rebasing: bytes[filled...]))
                }
            } catch {
                throw .unreadable(errno: (error as? Errno)?.rawValue ?? 0)
            }
            // The file has become shorter since its size was taken.
            guard read > 0 else {
                window.removeSubrange(filled...)
                readable = offset..<offset + filled
                return
            }
            filled += read
        }
        readable = offset..<offset + count
    }
}
