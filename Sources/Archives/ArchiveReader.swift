internal import CArchive

/// One libarchive read handle over a `ByteSource`. Only the confined worker makes one.
@safe struct ArchiveReader: ~Copyable {
    /// What a handle is set up to read. Nothing is guessed: a file is one of these or an error.
    enum Shape {
        /// By the central directory only: the streaming reader would list what installers do not see.
        case zip
        case tar
        /// The bytes inside one layer of compression; `raw` is libarchive's name for "no container", and safe here
        /// because the tar inside goes through a handle of its own.
        case compressed(ArchiveFormat)
    }

    /// A run of contents, and where in the member it belongs. Valid until the next call on the handle.
    @safe struct Block {
        let bytes: UnsafeRawBufferPointer
        let offset: Int64
    }

    /// An entry handle, valid until the next call on the archive handle, and what libarchive found odd about it.
    @safe struct Entry {
        let handle: OpaquePointer
        let warning: String?
    }

    private let handle: OpaquePointer
    private let source: ByteSource

    private init(owning handle: OpaquePointer, source: ByteSource) {
        unsafe self.handle = handle
        self.source = source
    }

    deinit { unsafe archive_read_free(handle) }

    /// A handle that has accepted the source's first bytes. The reader keeps the source alive.
    static func open(_ shape: Shape, source: ByteSource) throws(ArchiveError) -> ArchiveReader {
        guard let handle = unsafe archive_read_new() else { throw .damaged("out of memory") }
        let reader = unsafe ArchiveReader(owning: handle, source: source)
        try reader.support(shape)
        try reader.connect(seeking: { if case .zip = shape { true } else { false } }())
        return reader
    }

    private func support(_ shape: Shape) throws(ArchiveError) {
        switch shape {
        case .zip: try check(unsafe archive_read_support_format_zip_seekable(handle))
        case .tar: try check(unsafe archive_read_support_format_tar(handle))
        case .compressed(let format):
            try check(unsafe archive_read_support_format_raw(handle))
            switch format {
            case .tarBzip2: try check(unsafe archive_read_support_filter_bzip2(handle))
            case .tarXz: try check(unsafe archive_read_support_filter_xz(handle))
            case .zip, .tar, .tarGzip: preconditionFailure("not a filter's format")
            }
        }
    }

    private func connect(seeking: Bool) throws(ArchiveError) {
        // SAFETY: the source outlives the handle, which this reader frees before it lets go of the source.
        let context = unsafe Unmanaged.passUnretained(source).toOpaque()
        try check(unsafe archive_read_set_callback_data(handle, context))
        try check(
            unsafe archive_read_set_read_callback(handle) { _, context, out in
                guard let context = unsafe context, let out = unsafe out else { return -1 }
                guard let bytes = unsafe Unmanaged<ByteSource>.fromOpaque(context).takeUnretainedValue().read() else {
                    return -1
                }
                unsafe out.pointee = bytes.baseAddress
                return bytes.count
            })
        try check(
            unsafe archive_read_set_skip_callback(handle) { _, context, count in
                guard let context = unsafe context else { return 0 }
                return unsafe Unmanaged<ByteSource>.fromOpaque(context).takeUnretainedValue().skip(count)
            })
        if seeking {
            try check(
                unsafe archive_read_set_seek_callback(handle) { _, context, offset, origin in
                    guard let context = unsafe context else { return Int64(ARCHIVE_FATAL) }
                    return unsafe Unmanaged<ByteSource>.fromOpaque(context).takeUnretainedValue()
                        .seek(offset, from: origin) ?? Int64(ARCHIVE_FATAL)
                })
        }
        try check(unsafe archive_read_open1(handle))
    }

    /// The next entry, or nil at the archive's end.
    func nextEntry() throws(ArchiveError) -> Entry? {
        var entry: OpaquePointer?
        let code = unsafe archive_read_next_header(handle, &entry)
        switch code {
        case ARCHIVE_EOF:
            if let failure = source.failure { throw failure }
            return nil
        // A tar header with a wrong checksum: libarchive would go on with the next one that is right, CPython's
        // tarfile ends there, so the two would list different members.
        case ARCHIVE_RETRY: throw .damaged(message() ?? "a damaged header")
        case ARCHIVE_OK, ARCHIVE_WARN:
            guard let entry = unsafe entry else { throw .damaged("an entry without a header") }
            let warning = code == ARCHIVE_WARN ? message() ?? "odd header" : nil
            return unsafe Entry(
                handle: entry, warning: warning.flatMap { NameLocale.isHarmless($0) ? nil : $0 })
        default: throw refusal()
        }
    }

    /// The next run of the current entry's contents, or nil at their end. Warnings here mean a wrong checksum or
    /// size, so they are damage.
    func nextBlock() throws(ArchiveError) -> Block? {
        for _ in 0..<Self.mostRetries {
            var start: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            switch unsafe archive_read_data_block(handle, &start, &count, &offset) {
            case ARCHIVE_EOF: return nil
            case ARCHIVE_RETRY: continue
            case ARCHIVE_OK:
                guard count >= 0, unsafe start != nil || count == 0 else {
                    throw .damaged("contents without an address")
                }
                return unsafe Block(bytes: UnsafeRawBufferPointer(start: start, count: count), offset: offset)
            default: throw refusal()
            }
        }
        throw .damaged("the reader cannot get past a block")
    }

    /// Bytes of the (decompressed) stream that the archive's entries have used up.
    var consumedStreamBytes: Int64 { unsafe archive_filter_bytes(handle, 0) }

    /// Bytes of the file that the innermost filter has used up.
    var consumedFileBytes: Int64 { unsafe archive_filter_bytes(handle, -1) }

    /// Whether exactly one layer of compression lies between the file and the contents.
    var isDecompressing: Bool {
        unsafe archive_filter_count(handle) == 2 && archive_filter_code(handle, 0) != ARCHIVE_FILTER_NONE
    }

    private static let mostRetries = 16

    private func check(_ code: Int32) throws(ArchiveError) {
        // A warning while setting up means an external program would do the work: there is none in the confinement.
        guard code == ARCHIVE_OK else { throw refusal() }
    }

    /// libarchive's last words, bounded. The pointer may be null, whatever its declaration says.
    private func message() -> String? {
        guard let text = unsafe archive_error_string(handle) else { return nil }
        return unsafe String(String(cString: text).prefix(200))
    }

    private func refusal() -> ArchiveError {
        if let failure = source.failure { return failure }
        guard let message = message() else { return .truncated }
        if message.hasPrefix("Unrecognized archive format") { return .unsupportedFormat }
        if message.contains("runcated") { return .truncated }
        return .damaged(message)
    }
}
