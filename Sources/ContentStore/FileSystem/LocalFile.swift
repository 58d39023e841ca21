internal import CLinux
internal import Glibc
internal import Synchronization
package import SystemPackage

/// A file of the kernel's, closed with its last owner.
package final class LocalFile: OpenFile {
    private let path: FilePath
    private let number: Int32
    private let isClosed = Atomic(false)

    /// Takes over a descriptor.
    package init(owning number: Int32, path: FilePath) {
        self.number = number
        self.path = path
    }

    deinit { close() }

    package var descriptor: FileDescriptor? { FileDescriptor(rawValue: number) }

    package func close() {
        if !isClosed.exchange(true, ordering: .acquiringAndReleasing) { Glibc.close(number) }
    }

    package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var rest = unsafe bytes
        while let base = rest.baseAddress, rest.count > 0 {
            let written = unsafe write(number, base, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw LocalFileSystem.failure("write", path)
            }
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
        while true {
            let count = unsafe pread(number, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw LocalFileSystem.failure("pread", path) }
        }
    }

    package func status() throws(FileError) -> FileStatus {
        var found = stat()
        guard unsafe fstat(number, &found) == 0 else { throw LocalFileSystem.failure("fstat", path) }
        return FileStatus(found)
    }

    package func preallocate(_ byteCount: Int64) throws(FileError) {
        guard clinux_fallocate_keep_size(number, byteCount) != 0, errno != EOPNOTSUPP else { return }
        throw LocalFileSystem.failure("fallocate", path)
    }

    package func cloneContents(ofDescriptor descriptor: Int32) throws(FileError) -> Bool {
        if clinux_clone(number, descriptor) == 0 { return true }
        // What a file system without shared extents answers, and what a source elsewhere answers.
        if [EOPNOTSUPP, ENOTTY, EXDEV, EINVAL, EPERM, ENOSYS].contains(errno) { return false }
        throw LocalFileSystem.failure("ioctl(FICLONE)", path)
    }

    package func sync() throws(FileError) {
        while fsync(number) != 0 {
            if errno != EINTR { throw LocalFileSystem.failure("fsync", path) }
        }
    }

    package func syncFileSystem() throws(FileError) {
        if clinux_syncfs(number) != 0 { throw LocalFileSystem.failure("syncfs", path) }
    }

    package func beginDirectWriting() -> Bool { clinux_set_direct(number, 1) == 0 }

    package func endDirectWriting(cuttingTo size: Int64) throws(FileError) {
        guard clinux_set_direct(number, 0) == 0 else { throw LocalFileSystem.failure("fcntl", path) }
        guard ftruncate(number, off_t(size)) == 0 else { throw LocalFileSystem.failure("ftruncate", path) }
    }

    package func writeBehind(offset: Int64, count: Int64) { clinux_write_behind(number, offset, count) }

    package func advise(_ advice: FileAdvice) {
        switch advice {
        case .sequential: posix_fadvise(number, 0, 0, POSIX_FADV_SEQUENTIAL)
        case .notNeeded: posix_fadvise(number, 0, 0, POSIX_FADV_DONTNEED)
        }
    }

    package func tryLock() throws(FileError) -> Bool {
        while flock(number, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            if errno != EINTR { throw LocalFileSystem.failure("flock", path) }
        }
        return true
    }

    package func unlock() throws(FileError) {
        if flock(number, LOCK_UN) != 0 { throw LocalFileSystem.failure("flock", path) }
    }
}
