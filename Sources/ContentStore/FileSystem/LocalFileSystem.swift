internal import CLinux
internal import Glibc
package import SystemPackage

/// The kernel's files.
package struct LocalFileSystem: FileSystem {
    package init() {}

    package func makeDirectory(_ path: FilePath) throws(FileError) {
        try Self.check(unsafe mkdir(path.string, 0o700), "mkdir", path)
    }

    package func status(of path: FilePath) throws(FileError) -> FileStatus? {
        var found = stat()
        guard unsafe lstat(path.string, &found) == 0 else {
            let error = Self.failure("lstat", path)
            if error.isNotFound { return nil }
            throw error
        }
        return FileStatus(found)
    }

    package func names(in directory: FilePath) throws(FileError) -> [String] {
        guard let stream = unsafe opendir(directory.string) else { throw Self.failure("opendir", directory) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                if errno != 0 { throw Self.failure("readdir", directory) }
                return names
            }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
    }

    package func createUnnamed(in directory: FilePath) throws(FileError) -> any OpenFile {
        try open(directory, flags: O_RDWR | clinux_o_tmpfile, mode: 0o444, as: "open(O_TMPFILE)")
    }

    package func create(_ path: FilePath, mode: FileMode) throws(FileError) -> any OpenFile {
        let bits: UInt32 =
            switch mode {
            case .blob: 0o444
            case .own: 0o600
            case .description: 0o644
            }
        return try open(path, flags: O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: bits, as: "create")
    }

    package func open(_ path: FilePath) throws(FileError) -> any OpenFile {
        try open(path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK, mode: 0, as: "open")
    }

    package func openLock(_ path: FilePath) throws(FileError) -> any OpenFile {
        try open(path, flags: O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600, as: "open")
    }

    package func openDirectory(_ path: FilePath) throws(FileError) -> any OpenFile {
        try open(path, flags: O_RDONLY | O_DIRECTORY, mode: 0, as: "open")
    }

    private func open(_ path: FilePath, flags: Int32, mode: UInt32, as call: String) throws(FileError) -> any OpenFile {
        while true {
            let descriptor = unsafe path.withPlatformString { unsafe clinux_open($0, flags | O_CLOEXEC, mode) }
            if descriptor >= 0 { return LocalFile(owning: descriptor, path: path) }
            if errno != EINTR { throw Self.failure(call, path) }
        }
    }

    package func link(_ file: any OpenFile, to path: FilePath) throws(FileError) {
        guard let descriptor = file.descriptor else { preconditionFailure("a file of another file system") }
        try Self.check(unsafe clinux_link_descriptor(descriptor.rawValue, path.string), "linkat", path)
    }

    package func rename(_ path: FilePath, to target: FilePath) throws(FileError) {
        try Self.check(unsafe Glibc.rename(path.string, target.string), "rename", path)
    }

    package func unlink(_ path: FilePath) throws(FileError) {
        try Self.check(unsafe Glibc.unlink(path.string), "unlink", path)
    }

    package func removeDirectory(_ path: FilePath) throws(FileError) {
        try Self.check(unsafe rmdir(path.string), "rmdir", path)
    }

    package func syncDirectory(_ path: FilePath) throws(FileError) {
        let directory = try openDirectory(path)
        defer { directory.close() }
        try directory.sync()
    }

    package func space(at path: FilePath) throws(FileError) -> FileSystemSpace {
        var free: Int64 = 0
        var total: Int64 = 0
        var magic: UInt64 = 0
        try Self.check(unsafe clinux_space(path.string, &free, &total, &magic), "statfs", path)
        return FileSystemSpace(freeBytes: free, totalBytes: total, magic: magic)
    }

    static func failure(_ call: String, _ path: FilePath) -> FileError {
        FileError(call: call, path: path.string, code: errno)
    }

    private static func check(_ result: Int32, _ call: String, _ path: FilePath) throws(FileError) {
        if result != 0 { throw failure(call, path) }
    }
}

extension FileStatus {
    init(_ found: stat) {
        let kind: Kind =
            switch found.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            default: .other
            }
        self.init(
            kind: kind, size: Int64(found.st_size), permissions: UInt16(found.st_mode & 0o7777),
            device: UInt64(found.st_dev), inode: UInt64(found.st_ino))
    }
}
