internal import CInflate

/// gzip (RFC 1952): one member after another, each held against the checksum and the size in its trailer.
///
/// Inflating is most of what listing a compressed tar costs; `CInflate` takes half of zlib's time for it.
@safe final class GzipDecompressor: Decompressor {
    private let file: FileSource
    private let decoder: OpaquePointer
    /// What `file` delivered and nobody has taken.
    private var input: UnsafeRawBufferPointer = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    /// Bytes that the decoder took and gave back, before those of `input`: fewer than a trailer has.
    private var returned: ArraySlice<UInt8> = []
    /// Bytes of the file that have been taken.
    private var taken: Int64 = 0
    private var isInMember = false
    private var checksum = GzipChecksum()
    private var memberBytes: UInt32 = 0
    private(set) var consumedFileBytes: Int64 = 0

    /// - Throws: `unsupportedFormat` for a file that does not begin with a member's header.
    init(file: FileSource) throws(ArchiveError) {
        guard let decoder = unsafe cinflate_new() else { throw .damaged("out of memory") }
        unsafe self.decoder = unsafe decoder
        self.file = file
        guard try beginMember() else { throw .unsupportedFormat }
    }

    deinit { unsafe cinflate_free(decoder) }

    func nextBlock() throws(ArchiveError) -> UnsafeRawBufferPointer? {
        while isInMember {
            var at = unsafe input.baseAddress?.assumingMemoryBound(to: UInt8.self)
            var left = unsafe input.count
            var output: UnsafePointer<UInt8>?
            var count = 0
            let status = unsafe cinflate_run(decoder, &at, &left, &output, &count)
            unsafe taken += Int64(input.count - left)
            unsafe input = UnsafeRawBufferPointer(rebasing: input.suffix(left))
            switch status {
            case CINFLATE_OUTPUT:
                let block = unsafe UnsafeRawBufferPointer(start: output, count: count)
                unsafe checksum.update(block)
                memberBytes &+= UInt32(truncatingIfNeeded: count)
                return unsafe block
            case CINFLATE_NEEDS_INPUT: try refill()
            case CINFLATE_END: try endMember()
            default: throw .damaged("the compressed data break the rules of their format")
            }
        }
        return nil
    }

    /// Reads the trailer, and the header of another member where one follows.
    private func endMember() throws(ArchiveError) {
        isInMember = false
        var bytes = InlineArray<8, UInt8>(repeating: 0)
        var room = bytes.mutableSpan
        let count = unsafe room.withUnsafeMutableBufferPointer { room in
            unsafe cinflate_take_unused(decoder, room.baseAddress)
        }
        returned = (0..<count).map { bytes[$0] }[...]
        taken -= Int64(count)
        guard try number32() == checksum.value else { throw .damaged("the gzip checksum is wrong") }
        guard try number32() == memberBytes else { throw .damaged("the gzip size is wrong") }
        consumedFileBytes = taken
        isInMember = try beginMember()
    }

    /// Reads a member's header.
    /// - Returns: false where none begins here.
    private func beginMember() throws(ArchiveError) -> Bool {
        for expected: UInt8 in [0x1f, 0x8b, 8] {
            guard try nextByte() == expected else { return false }
        }
        // The three highest bits mean nothing yet.
        guard let flags = try nextByte(), flags & 0xe0 == 0 else { return false }
        for _ in 0..<6 { _ = try byte() }
        if flags & 4 != 0 {
            for _ in 0..<(Int(try byte()) | Int(try byte()) << 8) { _ = try byte() }
        }
        // A name, a comment, and a checksum of the header that nobody writes.
        for flag: UInt8 in [8, 16] where flags & flag != 0 { while try byte() != 0 {} }
        if flags & 2 != 0 { for _ in 0..<2 { _ = try byte() } }
        unsafe cinflate_reset(decoder)
        checksum = GzipChecksum()
        memberBytes = 0
        isInMember = true
        return true
    }

    private func refill() throws(ArchiveError) {
        guard let bytes = unsafe file.read() else { throw file.failure ?? .truncated }
        guard unsafe !bytes.isEmpty else { throw .truncated }
        unsafe input = bytes
    }

    /// The next byte of a header or trailer; nil at the end of the file.
    private func nextByte() throws(ArchiveError) -> UInt8? {
        taken += 1
        if let byte = returned.popFirst() { return byte }
        if unsafe input.isEmpty {
            guard let bytes = unsafe file.read() else { throw file.failure ?? .truncated }
            unsafe input = bytes
        }
        guard let byte = unsafe input.first else { return nil }
        unsafe input = UnsafeRawBufferPointer(rebasing: input.dropFirst())
        return byte
    }

    private func byte() throws(ArchiveError) -> UInt8 {
        guard let byte = try nextByte() else { throw .truncated }
        return byte
    }

    private func number32() throws(ArchiveError) -> UInt32 {
        var number: UInt32 = 0
        for shift: UInt32 in [0, 8, 16, 24] { number |= UInt32(try byte()) << shift }
        return number
    }
}
