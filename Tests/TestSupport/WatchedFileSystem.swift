package import ContentStore
import Synchronization
package import SystemPackage

/// Something that is told of every call on files before it is made, and may make it fail.
package protocol FileCallWatch: AnyObject, Sendable {
    /// - Throws: what the call is to fail with; it is then not made, except that a write of many bytes
    ///   writes half of them.
    func willCall(_ call: String, _ path: FilePath) throws(FileError)
    /// Sees, and may change, what was read.
    func didRead(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int64, from path: FilePath)
}

extension FileCallWatch {
    package func didRead(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int64, from path: FilePath) {}
}

/// Any file system, with every call shown to a watch first.
package struct WatchedFileSystem: FileSystem {
    private let base: any FileSystem
    private let watch: any FileCallWatch

    package init(_ base: any FileSystem, _ watch: any FileCallWatch) {
        self.base = base
        self.watch = watch
    }

    private func watched(_ file: any OpenFile, _ path: FilePath) -> any OpenFile {
        WatchedFile(base: file, path: path, watch: watch)
    }

    package func makeDirectory(_ path: FilePath) throws(FileError) {
        try watch.willCall("mkdir", path)
        try base.makeDirectory(path)
    }

    package func status(of path: FilePath) throws(FileError) -> FileStatus? {
        try watch.willCall("lstat", path)
        return try base.status(of: path)
    }

    package func names(in directory: FilePath) throws(FileError) -> [String] {
        try watch.willCall("opendir", directory)
        return try base.names(in: directory)
    }

    package func createUnnamed(in directory: FilePath) throws(FileError) -> any OpenFile {
        try watch.willCall("open(O_TMPFILE)", directory)
        return watched(try base.createUnnamed(in: directory), directory)
    }

    package func create(_ path: FilePath, mode: ContentStore.FileMode) throws(FileError) -> any OpenFile {
        try watch.willCall("create", path)
        return watched(try base.create(path, mode: mode), path)
    }

    package func open(_ path: FilePath) throws(FileError) -> any OpenFile {
        try watch.willCall("open", path)
        return watched(try base.open(path), path)
    }

    package func openLock(_ path: FilePath) throws(FileError) -> any OpenFile {
        try watch.willCall("openLock", path)
        return watched(try base.openLock(path), path)
    }

    package func openDirectory(_ path: FilePath) throws(FileError) -> any OpenFile {
        try watch.willCall("openDirectory", path)
        return watched(try base.openDirectory(path), path)
    }

    package func link(_ file: any OpenFile, to path: FilePath) throws(FileError) {
        try watch.willCall("linkat", path)
        try base.link((file as? WatchedFile)?.base ?? file, to: path)
    }

    package func rename(_ path: FilePath, to target: FilePath) throws(FileError) {
        try watch.willCall("rename", path)
        try base.rename(path, to: target)
    }

    package func unlink(_ path: FilePath) throws(FileError) {
        try watch.willCall("unlink", path)
        try base.unlink(path)
    }

    package func removeDirectory(_ path: FilePath) throws(FileError) {
        try watch.willCall("rmdir", path)
        try base.removeDirectory(path)
    }

    package func syncDirectory(_ path: FilePath) throws(FileError) {
        try watch.willCall("syncDirectory", path)
        try base.syncDirectory(path)
    }

    package func space(at path: FilePath) throws(FileError) -> FileSystemSpace {
        try watch.willCall("statfs", path)
        return try base.space(at: path)
    }
}

private final class WatchedFile: OpenFile {
    let base: any OpenFile
    private let path: FilePath
    private let watch: any FileCallWatch

    init(base: any OpenFile, path: FilePath, watch: any FileCallWatch) {
        self.base = base
        self.path = path
        self.watch = watch
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        do throws(FileError) {
            try watch.willCall("write", path)
        } catch {
            // In whole blocks where there are such: the file may be written past the cache.
            let half = bytes.count < 8192 ? bytes.count / 2 : bytes.count / 8192 * 4096
            try? base.append(UnsafeRawBufferPointer(rebasing: bytes.prefix(half)))
            throw error
        }
        try base.append(bytes)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
        try watch.willCall("pread", path)
        let count = try base.read(into: buffer, at: offset)
        watch.didRead(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), at: offset, from: path)
        return count
    }

    func status() throws(FileError) -> FileStatus {
        try watch.willCall("fstat", path)
        return try base.status()
    }

    func preallocate(_ byteCount: Int64) throws(FileError) {
        try watch.willCall("fallocate", path)
        try base.preallocate(byteCount)
    }

    func cloneContents(ofDescriptor descriptor: Int32) throws(FileError) -> Bool {
        try watch.willCall("ioctl(FICLONE)", path)
        return try base.cloneContents(ofDescriptor: descriptor)
    }

    func beginDirectWriting() -> Bool { base.beginDirectWriting() }

    func endDirectWriting(cuttingTo size: Int64) throws(FileError) {
        try watch.willCall("ftruncate", path)
        try base.endDirectWriting(cuttingTo: size)
    }

    func sync() throws(FileError) {
        try watch.willCall("fsync", path)
        try base.sync()
    }

    func syncFileSystem() throws(FileError) {
        try watch.willCall("syncfs", path)
        try base.syncFileSystem()
    }

    func tryLock() throws(FileError) -> Bool {
        try watch.willCall("flock", path)
        return try base.tryLock()
    }

    func unlock() throws(FileError) {
        try watch.willCall("funlock", path)
        try base.unlock()
    }

    func writeBehind(offset: Int64, count: Int64) { base.writeBehind(offset: offset, count: count) }
    func advise(_ advice: FileAdvice) { base.advise(advice) }
    func close() { base.close() }
    var descriptor: FileDescriptor? { base.descriptor }
}

/// Counts calls by name.
package final class CallCount: FileCallWatch {
    private let counts = Mutex<[String: Int]>([:])

    package init() {}

    package func willCall(_ call: String, _ path: FilePath) { counts.withLock { $0[call, default: 0] += 1 } }

    /// How often `call` was made.
    package subscript(call: String) -> Int { counts.withLock { $0[call] ?? 0 } }

    /// Every call that was made, and how often.
    package var all: [String: Int] { counts.withLock { $0 } }
}

/// Makes one call fail: the `number`th, counted from 1 over files and index together.
package final class CallFault: FileCallWatch {
    private let number: Int
    private let code: Int32
    private let state = Mutex(State())

    private struct State {
        var count = 0
        var victim: Victim?
    }

    package init(atCall number: Int, code: Int32) {
        self.number = number
        self.code = code
    }

    /// A call that was made to fail.
    package struct Victim: Sendable {
        package let call: String
        package let path: String
    }

    /// The call that was made to fail; nil where none has been.
    package var victim: Victim? { state.withLock { $0.victim } }

    private func isDue(_ call: String, _ path: String) -> Bool {
        state.withLock { state in
            state.count += 1
            guard state.count == number else { return false }
            state.victim = Victim(call: call, path: path)
            return true
        }
    }

    package func willCall(_ call: String, _ path: FilePath) throws(FileError) {
        if isDue(call, path.string) { throw FileError(call: call, path: path.string, code: code) }
    }

    /// The same for a call on the index.
    package func willCall(_ call: MemoryIndex.Call) throws(StoreError) {
        if isDue(call.rawValue, "index") {
            throw StoreError(FileError(call: call.rawValue, path: "index", code: code))
        }
    }
}
