internal import CLinux
internal import Glibc

/// Whether bytes of a file are in memory already: whoever reads those does not wait for a disk.
enum PageCache {
    private static let pageBytes = Int64(sysconf(Int32(_SC_PAGESIZE)))

    /// Whether all of the range is in the page cache now.  Does not read it, and does not wait.
    static func holds(_ range: Range<Int64>, of descriptor: Int32) -> Bool {
        let start = range.lowerBound / pageBytes * pageBytes
        let length = Int(range.upperBound - start)
        guard length > 0 else { return true }
        let pages = (length + Int(pageBytes) - 1) / Int(pageBytes)
        var cached: Int64 = 0
        if unsafe clinux_cached_pages(descriptor, start, Int64(length), &cached) == 0 { return cached >= pages }
        // An older kernel, or somebody else's file: the same by looking up every page of a mapping.
        guard let base = unsafe mmap(nil, length, PROT_NONE, MAP_SHARED, descriptor, off_t(start)),
            unsafe base != MAP_FAILED
        else { return false }
        defer { unsafe munmap(base, length) }
        return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: pages) { residency in
            guard let start = residency.baseAddress, unsafe mincore(base, length, start) == 0 else { return false }
            return unsafe residency.allSatisfy { $0 & 1 == 1 }
        }
    }

    /// Reads the range, so that the cache has it.  Blocks.
    static func fill(_ range: Range<Int64>, of descriptor: Int32) {
        let size = 256 << 10
        unsafe withUnsafeTemporaryAllocation(byteCount: size, alignment: 16) { room in
            var offset = range.lowerBound
            while offset < range.upperBound {
                let count = unsafe pread(
                    descriptor, room.baseAddress, min(size, Int(range.upperBound - offset)), off_t(offset))
                // Whatever is wrong, whoever reads for real is told.
                guard count > 0 else { return }
                offset += Int64(count)
            }
        }
    }
}
