internal import Glibc
internal import SystemPackage

/// The files in a directory and in those below it, names in the order of their bytes.
///
/// Symbolic links, FIFOs, sockets and devices in it are passed over.
struct FileTree {
    private(set) var files: [FilePath] = []
    /// Directories that could not be read.
    private(set) var failures: [(path: FilePath, error: Errno)] = []

    /// Whether the path leads to a directory, over symbolic links if need be.
    static func isDirectory(_ path: FilePath) -> Bool {
        (try? path.stat())?.type == .directory
    }

    /// Adds what is in a directory.
    mutating func add(_ directory: FilePath) {
        // Not by recursion: a tree may be deeper than a stack.
        var waiting = [directory]
        while let directory = waiting.popLast() {
            do throws(Errno) {
                var below: [FilePath] = []
                for (path, isDirectory) in try Self.entries(of: directory) {
                    if isDirectory { below.append(path) } else { files.append(path) }
                }
                waiting += below.reversed()
            } catch {
                failures.append((directory, error))
            }
        }
    }

    private static func entries(of directory: FilePath) throws(Errno) -> [(path: FilePath, isDirectory: Bool)] {
        guard let stream = unsafe directory.withPlatformString({ unsafe opendir($0) }) else {
            throw Errno(rawValue: errno)
        }
        defer { unsafe closedir(stream) }
        var found: [(key: [UInt8], path: FilePath, isDirectory: Bool)] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                if errno != 0 { throw Errno(rawValue: errno) }
                break
            }
            var kind = unsafe Int(entry.pointee.d_type)
            unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                    let name = unsafe FilePath.Component(platformString: start), name.kind == .regular
                else { return }
                let path = directory.appending(name)
                if kind == Int(DT_UNKNOWN) { kind = Self.kind(of: path) }
                guard kind == Int(DT_DIR) || kind == Int(DT_REG) else { return }
                unsafe found.append((Array(bytes.prefix { $0 != 0 }), path, kind == Int(DT_DIR)))
            }
        }
        return found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.path, $0.isDirectory) }
    }

    /// What some file systems do not say in a directory.
    private static func kind(of path: FilePath) -> Int {
        switch (try? path.stat(followTargetSymlink: false))?.type {
        case .directory: Int(DT_DIR)
        case .regular: Int(DT_REG)
        default: Int(DT_UNKNOWN)
        }
    }
}
