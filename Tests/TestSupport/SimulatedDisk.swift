/// A disk as a value: what processes see of it, and what is certain to be there after a power cut.
///
/// Durability is kept per file (its bytes) and per directory entry (its name), as a file system without
/// any promise beyond fsync(2) would: syncing a file does not sync its name, nor the other way round.
package struct SimulatedDisk: Sendable {
    /// An inode with bytes.
    package struct File: Sendable {
        package var bytes: [UInt8] = []
        /// The bytes at the last sync.
        package var durableBytes: [UInt8] = []
        package var permissions: UInt16
        var setAside: Int64 = 0
        var links = 0
        /// Made without a name and never linked: linkat(2) gives an inode without links a name only then.
        var mayGetFirstName = false
        /// Whether nothing was written since the last sync.
        var isSynced = true
    }
    /// What a name stands for.
    package enum Entry: Sendable, Equatable {
        case file(Int)
        case directory
    }
    /// The names of one directory.
    package struct Directory: Sendable {
        package var entries: [String: Entry] = [:]
        package var durableEntries: [String: Entry] = [:]
        /// Whether there is a name, or was one that may come back.
        package var mayHaveNames: Bool { !entries.isEmpty || !durableEntries.isEmpty }
    }
    struct Handle: Sendable {
        enum Target: Sendable, Equatable {
            case file(Int)
            case directory(String)
        }
        let target: Target
        let process: Int
    }

    package internal(set) var files: [Int: File] = [:]
    /// By absolute path.
    package internal(set) var directories: [String: Directory] = ["/": Directory()]
    var handles: [Int: Handle] = [:]
    /// Which handle holds the lock of which file.
    var locks: [Int: Int] = [:]
    private var lastNumber = 0
    /// Bytes that fit.
    package var capacityBytes: Int64 = 1 << 40
    /// What statfs(2) says; ext4's by default.
    package var magic: UInt64 = 0xEF53

    /// An empty disk with a root directory.
    package init() {}

    mutating func newNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Bytes taken by every file that has a name or is open.
    package var usedBytes: Int64 {
        let open = Set(
            handles.values.compactMap { handle -> Int? in
                if case .file(let number) = handle.target { number } else { nil }
            })
        return files.reduce(0) { sum, file in
            guard file.value.links > 0 || open.contains(file.key) else { return sum }
            return sum + max(Int64(file.value.bytes.count), file.value.setAside)
        }
    }

    /// Handles that a process has open.
    package func openHandles(of process: Int) -> Int { handles.values.count { $0.process == process } }

    static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("/", path) }
        let directory = path[..<slash]
        return (directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...]))
    }

    /// What is at `path` for those who look now.
    package func entry(at path: String) -> Entry? {
        if path == "/" { return .directory }
        let (directory, name) = Self.split(path)
        return directories[directory]?.entries[name]
    }

    /// The bytes of the file at `path` as they are seen now; nil where there is none.
    package func bytes(at path: String) -> [UInt8]? {
        guard case .file(let number)? = entry(at: path) else { return nil }
        return files[number]?.bytes
    }

    /// The bytes that a power cut cannot take from `path`; nil where it can take the name.
    package func durableBytes(at path: String) -> [UInt8]? {
        let (directory, name) = Self.split(path)
        guard case .file(let number)? = directories[directory]?.durableEntries[name],
            directories[directory]?.entries[name] == .file(number)
        else { return nil }
        return files[number]?.durableBytes
    }

    /// Makes a directory, durably; for setting a disk up.
    package mutating func addDirectory(_ path: String) {
        let (parent, name) = Self.split(path)
        directories[parent]?.entries[name] = .directory
        directories[parent]?.durableEntries[name] = .directory
        directories[path] = Directory()
    }

    /// Overwrites what is at `path` behind the store's back, durably; for damage.
    package mutating func meddle(at path: String, _ change: (inout [UInt8]) -> Void) {
        guard case .file(let number)? = entry(at: path) else { return }
        var bytes = files[number]?.bytes ?? []
        change(&bytes)
        files[number]?.bytes = bytes
        files[number]?.durableBytes = bytes
    }

    /// Puts a file at `path` behind the store's back, durably.
    package mutating func plant(_ bytes: [UInt8], at path: String) {
        let (directory, name) = Self.split(path)
        let number = newNumber()
        var file = File(permissions: 0o444)
        file.bytes = bytes
        file.durableBytes = bytes
        file.links = 1
        files[number] = file
        directories[directory]?.entries[name] = .file(number)
        directories[directory]?.durableEntries[name] = .file(number)
    }

    /// Takes the name at `path` away behind the store's back, durably.
    package mutating func lose(_ path: String) {
        let (directory, name) = Self.split(path)
        if case .file(let number)? = directories[directory]?.entries[name] { files[number]?.links -= 1 }
        directories[directory]?.entries[name] = nil
        directories[directory]?.durableEntries[name] = nil
    }

    mutating func syncFile(_ number: Int) {
        guard let bytes = files[number]?.bytes else { return }
        files[number]?.durableBytes = bytes
        files[number]?.isSynced = true
    }

    mutating func syncDirectory(_ path: String) {
        guard let entries = directories[path]?.entries else { return }
        directories[path]?.durableEntries = entries
    }

    /// syncfs(2).
    package mutating func syncAll() {
        for number in files.keys { syncFile(number) }
        for path in directories.keys { syncDirectory(path) }
    }

    /// Ends everything a process had open, its locks included.
    mutating func closeAll(of process: Int) {
        for (number, handle) in handles where handle.process == process { close(number) }
    }

    mutating func close(_ handle: Int) {
        guard let closed = handles.removeValue(forKey: handle) else { return }
        if case .file(let number) = closed.target, locks[number] == handle { locks[number] = nil }
    }
}
