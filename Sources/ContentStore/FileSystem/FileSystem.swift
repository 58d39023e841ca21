package import SystemPackage

/// Every call that the store makes on files, so that tests can count calls, make each of them fail,
/// and cut the power after any of them.  The index's own files are LMDB's business and not seen here.
///
/// Paths are absolute.  Nothing is durable before `OpenFile.sync`, `OpenFile.syncFileSystem` or
/// `syncDirectory` has returned.
package protocol FileSystem: Sendable {
    /// Makes a directory for its owner alone (mode 0700): what a store holds is private.
    func makeDirectory(_ path: FilePath) throws(FileError)
    /// What is at `path`, links not followed; nil where nothing is.
    func status(of path: FilePath) throws(FileError) -> FileStatus?
    /// The names in a directory, unordered, without `.` and `..`.
    func names(in directory: FilePath) throws(FileError) -> [String]

    /// A new file without a name, in the file system of `directory`, readable by others once it is
    /// linked (0444 less umask); gone when closed unless linked before.
    func createUnnamed(in directory: FilePath) throws(FileError) -> any OpenFile
    /// A new file at `path`; fails where something is.
    func create(_ path: FilePath, mode: FileMode) throws(FileError) -> any OpenFile
    /// Opens for reading; a symbolic link is refused.
    func open(_ path: FilePath) throws(FileError) -> any OpenFile
    /// Opens for reading and writing, making the file (0600) where there is none.
    func openLock(_ path: FilePath) throws(FileError) -> any OpenFile

    /// Opens a directory, for `OpenFile.syncFileSystem`.
    func openDirectory(_ path: FilePath) throws(FileError) -> any OpenFile

    /// Gives an unnamed file a name; fails where something is.
    func link(_ file: any OpenFile, to path: FilePath) throws(FileError)
    func rename(_ path: FilePath, to target: FilePath) throws(FileError)
    func unlink(_ path: FilePath) throws(FileError)
    func removeDirectory(_ path: FilePath) throws(FileError)

    /// Makes the directory's names durable, links made and taken away alike.
    func syncDirectory(_ path: FilePath) throws(FileError)
    /// Bytes that this user may still write, and the size of the file system.
    func space(at path: FilePath) throws(FileError) -> FileSystemSpace
}

/// An open file.  Closing is idempotent and the last release closes.
package protocol OpenFile: AnyObject, Sendable {
    /// Writes all of `bytes` at the file's end.
    func append(_ bytes: UnsafeRawBufferPointer) throws(FileError)
    /// Reads up to `buffer.count` bytes at `offset`; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int
    func status() throws(FileError) -> FileStatus
    /// Sets the length aside on disk without changing the file's size.
    func preallocate(_ byteCount: Int64) throws(FileError)
    /// Shares all extents of an open file where the file system can (FICLONE); false where it cannot.
    func cloneContents(ofDescriptor descriptor: Int32) throws(FileError) -> Bool
    /// Makes the file's bytes and size durable.
    func sync() throws(FileError)
    /// Makes everything written to this file's file system durable.  The kernel reports only what went
    /// wrong since this file was opened (Linux 5.8, syncfs(2)): open it before the first write.
    func syncFileSystem() throws(FileError)
    /// Lets appends go past the page cache from now on, in whole multiples of `DirectWriting.blockByteCount`
    /// from memory aligned to it; false where the file system cannot.
    func beginDirectWriting() -> Bool
    /// Ends that, and cuts the file to `size`.
    func endDirectWriting(cuttingTo size: Int64) throws(FileError)
    /// Begins to write the range out without waiting, and lets go of what is written; a hint.
    func writeBehind(offset: Int64, count: Int64)
    /// Says that the file will be read from front to back, or that its cached pages are not needed; hints.
    func advise(_ advice: FileAdvice)
    /// Takes the exclusive kernel lock of this open file; false where another holds it.
    func tryLock() throws(FileError) -> Bool
    func unlock() throws(FileError)
    func close()
    /// The descriptor for handing the file to another process; nil for a file that is not the kernel's.
    var descriptor: FileDescriptor? { get }
}

extension OpenFile {
    /// Shares all extents of `source` where the file system can; false where it cannot.
    func cloneContents(of source: any OpenFile) throws(FileError) -> Bool {
        guard let descriptor = source.descriptor else { return false }
        return try cloneContents(ofDescriptor: descriptor.rawValue)
    }

    package func beginDirectWriting() -> Bool { false }
    package func endDirectWriting(cuttingTo size: Int64) throws(FileError) {}
}

/// What a file may be read and written by.
package enum FileMode: Sendable {
    /// 0444: immutable once written.
    case blob
    /// 0600: the store's own.
    case own
    /// 0644.
    case description
}

/// What the cache is told about a file.
package enum FileAdvice: Sendable {
    case sequential
    case notNeeded
}

/// The facts of a file that the store looks at.
package struct FileStatus: Sendable, Equatable {
    package enum Kind: Sendable, Equatable { case regular, directory, other }
    package let kind: Kind
    /// Bytes.
    package let size: Int64
    /// Permission bits.
    package let permissions: UInt16
    package let device: UInt64
    package let inode: UInt64

    package init(kind: Kind, size: Int64, permissions: UInt16, device: UInt64, inode: UInt64) {
        self.kind = kind
        self.size = size
        self.permissions = permissions
        self.device = device
        self.inode = inode
    }
}

/// Room on a file system, in bytes, and its magic number (statfs(2)).
package struct FileSystemSpace: Sendable, Equatable {
    package let freeBytes: Int64
    package let totalBytes: Int64
    package let magic: UInt64

    package init(freeBytes: Int64, totalBytes: Int64, magic: UInt64) {
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
        self.magic = magic
    }
}
