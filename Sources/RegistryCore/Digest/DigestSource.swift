internal import Glibc
internal import SystemPackage

/// What a source of bytes is, before it is opened.
enum DigestSourceStatus: Sendable {
    /// A regular file of so many bytes, or something that cannot be looked at: opening it will say why.
    case file(size: Int64)
    /// Something that is read to its end, whenever that comes.
    case stream

    init(of source: FileDigests.Source) {
        guard case .file(let path) = source else {
            self = .stream
            return
        }
        var found = stat()
        guard unsafe path.withPlatformString({ unsafe stat($0, &found) }) == 0 else {
            self = .file(size: 0)
            return
        }
        switch found.st_mode & S_IFMT {
        case S_IFREG: self = .file(size: max(0, Int64(found.st_size)))
        case S_IFDIR: self = .file(size: 0)
        default: self = .stream
        }
    }
}

/// One open source, read once from front to back.
final class DigestSource {
    private let descriptor: Int32
    private let source: FileDigests.Source
    private let isOwned: Bool
    private let isFile: Bool
    private var offset: Int64 = 0
    private var advised: Int64 = 0

    /// Bytes asked of the disk ahead of those that are hashed.
    private static let readAheadBytes: Int64 = 4 << 20

    /// Opens a source.
    /// - Throws: `source`.
    init(_ source: FileDigests.Source, as status: DigestSourceStatus) throws(RegistryError) {
        self.source = source
        switch source {
        case .descriptor(let number):
            descriptor = number
            isOwned = false
            isFile = false
        case .file(let name):
            isOwned = true
            let isFile = if case .file = status { true } else { false }
            self.isFile = isFile
            // Not to wait for a writer, should a FIFO have taken the file's place.
            let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (isFile ? O_NONBLOCK : 0)
            descriptor = unsafe name.withPlatformString { unsafe Glibc.open($0, flags) }
            if descriptor < 0 { throw .source(call: "open", path: path, code: errno) }
        }
    }

    private var path: String {
        switch source {
        case .descriptor(let number): "descriptor \(number)"
        case .file(let path): path.string
        }
    }

    deinit {
        if isOwned, descriptor >= 0 { close(descriptor) }
    }

    /// Asks the disk for the next bytes, without waiting for them.
    func readAhead() {
        guard isFile, offset + Self.readAheadBytes / 2 >= advised else { return }
        posix_fadvise(descriptor, off_t(advised), off_t(Self.readAheadBytes), POSIX_FADV_WILLNEED)
        advised += Self.readAheadBytes
    }

    /// Reads the next bytes, up to as many as there is room for; 0 at the end.
    func read(_ room: UnsafeMutableRawBufferPointer) throws(RegistryError) -> Int {
        let count = try unsafe SourceDescriptor.read(descriptor, into: room, path: path)
        offset += Int64(count)
        return count
    }

    /// Reads until there is no more room or nothing more to read.
    /// - Parameter size: bytes that the file's status promised, fewer than there is room for.
    /// - Returns: how many bytes; all of the room where there may be more.
    func fill(_ room: UnsafeMutableRawBufferPointer, expecting size: Int) throws(RegistryError) -> Int {
        var count = 0
        while count < room.count {
            let more = try unsafe read(UnsafeMutableRawBufferPointer(rebasing: room[count...]))
            count += more
            // Fewer than were asked for, and all that were promised: the file has ended.
            if more == 0 || count == size { break }
        }
        return count
    }

    /// Goes back to the first byte of a file.
    func rewind() throws(RegistryError) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .source(call: "lseek", path: path, code: errno) }
        offset = 0
        advised = 0
    }
}
