package import ContentStore
import Glibc
package import SystemPackage

/// The files of a simulated machine, as one of its processes sees them.
package struct SimulatedFileSystem: FileSystem {
    let machine: SimulatedMachine
    let process: Int

    private func step<Result>(
        _ call: String, _ path: FilePath,
        _ body: (inout SimulatedDisk) throws(Errno) -> Result
    ) throws(FileError) -> Result {
        // A dead process's calls have no effect; it has to be told something.
        let dead = FileError(call: call, path: path.string, code: EIO)
        let looks = ["lstat", "opendir", "open", "statfs"]
        return try machine.step(of: process, isChange: !looks.contains(call), orElse: dead) {
            (state) throws(FileError) in
            do throws(Errno) {
                return try body(&state.disk)
            } catch {
                throw FileError(call: call, path: path.string, code: error.rawValue)
            }
        }
    }

    private func openFile(
        _ call: String, _ path: FilePath, _ body: (inout SimulatedDisk) throws(Errno) -> SimulatedDisk.Handle.Target
    ) throws(FileError) -> any OpenFile {
        let (handle, target) = try step(call, path) { (disk) throws(Errno) in
            let target = try body(&disk)
            let handle = disk.newNumber()
            disk.handles[handle] = SimulatedDisk.Handle(target: target, process: process)
            return (handle, target)
        }
        return SimulatedFile(machine: machine, process: process, handle: handle, target: target, path: path)
    }

    package func makeDirectory(_ path: FilePath) throws(FileError) {
        try step("mkdir", path) { (disk) throws(Errno) in
            guard disk.entry(at: path.string) == nil else { throw .fileExists }
            let (parent, name) = SimulatedDisk.split(path.string)
            guard disk.directories[parent] != nil else { throw .noSuchFileOrDirectory }
            disk.directories[parent]?.entries[name] = .directory
            disk.directories[path.string] = SimulatedDisk.Directory()
        }
    }

    package func status(of path: FilePath) throws(FileError) -> FileStatus? {
        try step("lstat", path) { (disk) throws(Errno) in
            switch disk.entry(at: path.string) {
            case .file(let number)?: disk.status(of: .file(number))
            case .directory?: disk.status(of: .directory(path.string))
            case nil: nil
            }
        }
    }

    package func names(in directory: FilePath) throws(FileError) -> [String] {
        try step("opendir", directory) { (disk) throws(Errno) in
            guard let entries = disk.directories[directory.string]?.entries else { throw .noSuchFileOrDirectory }
            return entries.keys.sorted()
        }
    }

    package func createUnnamed(in directory: FilePath) throws(FileError) -> any OpenFile {
        try openFile("open(O_TMPFILE)", directory) { (disk) throws(Errno) in
            guard disk.directories[directory.string] != nil else { throw .noSuchFileOrDirectory }
            let number = disk.newNumber()
            disk.files[number] = SimulatedDisk.File(permissions: 0o444, mayGetFirstName: true)
            return .file(number)
        }
    }

    package func create(_ path: FilePath, mode: ContentStore.FileMode) throws(FileError) -> any OpenFile {
        try openFile("create", path) { (disk) throws(Errno) in
            guard disk.entry(at: path.string) == nil else { throw .fileExists }
            let permissions: UInt16 =
                switch mode {
                case .blob: 0o444
                case .own: 0o600
                case .description: 0o644
                }
            return .file(try disk.make(path.string, permissions: permissions))
        }
    }

    package func open(_ path: FilePath) throws(FileError) -> any OpenFile {
        try openFile("open", path) { (disk) throws(Errno) in
            switch disk.entry(at: path.string) {
            case .file(let number)?: .file(number)
            case .directory?: .directory(path.string)
            case nil: throw .noSuchFileOrDirectory
            }
        }
    }

    package func openLock(_ path: FilePath) throws(FileError) -> any OpenFile {
        try openFile("open", path) { (disk) throws(Errno) in
            switch disk.entry(at: path.string) {
            case .file(let number)?: .file(number)
            case .directory?: throw .isDirectory
            case nil: .file(try disk.make(path.string, permissions: 0o600))
            }
        }
    }

    package func openDirectory(_ path: FilePath) throws(FileError) -> any OpenFile {
        try openFile("open", path) { (disk) throws(Errno) in
            guard disk.directories[path.string] != nil else { throw .noSuchFileOrDirectory }
            return .directory(path.string)
        }
    }

    package func link(_ file: any OpenFile, to path: FilePath) throws(FileError) {
        guard let file = file as? SimulatedFile, case .file(let number) = file.target else {
            preconditionFailure("a file of another file system")
        }
        try step("linkat", path) { (disk) throws(Errno) in
            guard let inode = disk.files[number], inode.links > 0 || inode.mayGetFirstName else {
                throw .noSuchFileOrDirectory
            }
            guard disk.entry(at: path.string) == nil else { throw .fileExists }
            let (directory, name) = SimulatedDisk.split(path.string)
            guard disk.directories[directory] != nil else { throw .noSuchFileOrDirectory }
            disk.directories[directory]?.entries[name] = .file(number)
            disk.files[number]?.links += 1
            disk.files[number]?.mayGetFirstName = false
        }
    }

    /// Files only: nothing in a store that is in use renames a directory.
    package func rename(_ path: FilePath, to target: FilePath) throws(FileError) {
        try step("rename", path) { (disk) throws(Errno) in
            guard case .file(let number)? = disk.entry(at: path.string) else { throw .noSuchFileOrDirectory }
            let (to, newName) = SimulatedDisk.split(target.string)
            guard disk.directories[to] != nil else { throw .noSuchFileOrDirectory }
            if case .file(let replaced)? = disk.directories[to]?.entries[newName] { disk.files[replaced]?.links -= 1 }
            let (from, name) = SimulatedDisk.split(path.string)
            disk.directories[from]?.entries[name] = nil
            disk.directories[to]?.entries[newName] = .file(number)
        }
    }

    package func unlink(_ path: FilePath) throws(FileError) {
        try step("unlink", path) { (disk) throws(Errno) in
            switch disk.entry(at: path.string) {
            case nil: throw .noSuchFileOrDirectory
            case .directory?: throw .isDirectory
            case .file(let number)?:
                let (directory, name) = SimulatedDisk.split(path.string)
                disk.directories[directory]?.entries[name] = nil
                disk.files[number]?.links -= 1
            }
        }
    }

    package func removeDirectory(_ path: FilePath) throws(FileError) {
        try step("rmdir", path) { (disk) throws(Errno) in
            guard let found = disk.directories[path.string] else { throw .noSuchFileOrDirectory }
            guard found.entries.isEmpty else { throw .directoryNotEmpty }
            let (parent, name) = SimulatedDisk.split(path.string)
            disk.directories[path.string] = nil
            disk.directories[parent]?.entries[name] = nil
        }
    }

    package func syncDirectory(_ path: FilePath) throws(FileError) {
        try step("fsync", path) { (disk) throws(Errno) in
            guard disk.directories[path.string] != nil else { throw .noSuchFileOrDirectory }
            disk.syncDirectory(path.string)
        }
    }

    package func space(at path: FilePath) throws(FileError) -> FileSystemSpace {
        try step("statfs", path) { (disk) throws(Errno) in
            FileSystemSpace(
                freeBytes: max(0, disk.capacityBytes - disk.usedBytes), totalBytes: disk.capacityBytes,
                magic: disk.magic)
        }
    }
}

extension SimulatedDisk {
    mutating func make(_ path: String, permissions: UInt16) throws(Errno) -> Int {
        let (directory, name) = Self.split(path)
        guard directories[directory] != nil else { throw .noSuchFileOrDirectory }
        let number = newNumber()
        files[number] = File(permissions: permissions, links: 1)
        directories[directory]?.entries[name] = .file(number)
        return number
    }

    func status(of target: Handle.Target) -> FileStatus {
        switch target {
        case .directory(let path):
            FileStatus(kind: .directory, size: 0, permissions: 0o755, device: 1, inode: UInt64(path.utf8.count))
        case .file(let number):
            FileStatus(
                kind: .regular, size: Int64(files[number]?.bytes.count ?? 0),
                permissions: files[number]?.permissions ?? 0, device: 1, inode: UInt64(number))
        }
    }
}
