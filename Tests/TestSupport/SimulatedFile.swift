package import ContentStore
import Glibc
import Synchronization
package import SystemPackage

/// A file or directory that a simulated process has open.
package final class SimulatedFile: OpenFile {
    let target: SimulatedDisk.Handle.Target
    private let machine: SimulatedMachine
    private let process: Int
    private let handle: Int
    private let path: FilePath
    private let isDirect = Atomic(false)

    init(
        machine: SimulatedMachine, process: Int, handle: Int, target: SimulatedDisk.Handle.Target, path: FilePath
    ) {
        self.machine = machine
        self.process = process
        self.handle = handle
        self.target = target
        self.path = path
    }

    deinit { close() }

    private func failure(_ call: String, _ code: Int32) -> FileError {
        FileError(call: call, path: path.string, code: code)
    }

    private func step<Result>(
        _ call: String, _ body: (inout SimulatedDisk) throws(FileError) -> Result
    ) throws(FileError) -> Result {
        let dead = failure(call, EIO)
        let looks = ["pread", "fstat"]
        return try machine.step(of: process, isChange: !looks.contains(call), orElse: dead) {
            (state) throws(FileError) in
            guard state.disk.handles[handle] != nil else { throw failure(call, EBADF) }
            return try body(&state.disk)
        }
    }

    private func number(_ call: String) throws(FileError) -> Int {
        guard case .file(let number) = target else { throw failure(call, EISDIR) }
        return number
    }

    package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        let number = try number("write")
        if isDirect.load(ordering: .relaxed) && bytes.count % 4096 != 0 { throw failure("write", EINVAL) }
        let hasFitted = try step("write") { (disk) throws(FileError) in
            guard let file = disk.files[number] else { throw failure("write", EBADF) }
            // Room that was set aside for this file is its own.
            let size = Int64(file.bytes.count)
            let room = disk.capacityBytes - disk.usedBytes + max(size, file.setAside)
            let fitting = Int(max(0, min(room - size, Int64(bytes.count))))
            // What fits is written, as write(2) has it.
            disk.files[number]?.bytes += [UInt8](UnsafeRawBufferPointer(rebasing: bytes[..<fitting]))
            disk.files[number]?.isSynced = false
            return fitting == bytes.count
        }
        if !hasFitted { throw failure("write", ENOSPC) }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
        let number = try number("pread")
        return try step("pread") { (disk) throws(FileError) in
            guard let bytes = disk.files[number]?.bytes, offset < bytes.count else { return 0 }
            let count = min(buffer.count, bytes.count - Int(offset))
            bytes.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[Int(offset)..<Int(offset) + count])) }
            return count
        }
    }

    package func status() throws(FileError) -> FileStatus {
        try step("fstat") { (disk) throws(FileError) in disk.status(of: target) }
    }

    package func preallocate(_ byteCount: Int64) throws(FileError) {
        let number = try number("fallocate")
        try step("fallocate") { (disk) throws(FileError) in
            let has = max(Int64(disk.files[number]?.bytes.count ?? 0), disk.files[number]?.setAside ?? 0)
            guard disk.usedBytes + max(0, byteCount - has) <= disk.capacityBytes else {
                throw failure("fallocate", ENOSPC)
            }
            disk.files[number]?.setAside = max(has, byteCount)
        }
    }

    /// No file system of this kind shares extents.
    package func cloneContents(ofDescriptor descriptor: Int32) throws(FileError) -> Bool { false }

    package func beginDirectWriting() -> Bool {
        isDirect.store(true, ordering: .relaxed)
        return true
    }

    package func endDirectWriting(cuttingTo size: Int64) throws(FileError) {
        let number = try number("ftruncate")
        isDirect.store(false, ordering: .relaxed)
        try step("ftruncate") { (disk) throws(FileError) in
            let excess = (disk.files[number]?.bytes.count ?? 0) - Int(size)
            if excess > 0 { disk.files[number]?.bytes.removeLast(excess) }
            disk.files[number]?.isSynced = false
        }
    }

    package func sync() throws(FileError) {
        try step("fsync") { (disk) throws(FileError) in
            switch target {
            case .file(let number): disk.syncFile(number)
            case .directory(let path): disk.syncDirectory(path)
            }
        }
    }

    package func syncFileSystem() throws(FileError) {
        try step("syncfs") { (disk) throws(FileError) in disk.syncAll() }
    }

    package func writeBehind(offset: Int64, count: Int64) {}
    package func advise(_ advice: FileAdvice) {}

    package func tryLock() throws(FileError) -> Bool {
        let number = try number("flock")
        return try step("flock") { (disk) throws(FileError) in
            guard disk.locks[number] ?? handle == handle else { return false }
            disk.locks[number] = handle
            return true
        }
    }

    package func unlock() throws(FileError) {
        let number = try number("flock")
        try step("flock") { (disk) throws(FileError) in
            if disk.locks[number] == handle { disk.locks[number] = nil }
        }
    }

    package func close() { machine.closeQuietly(handle) }

    package var descriptor: FileDescriptor? { nil }
}
