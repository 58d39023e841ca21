internal import Glibc
internal import SystemPackage

/// Whole small files.
extension FileSystem {
    /// Makes a file with these bytes, readable by everyone; its bytes are durable, its name is not yet.
    func createDurably(_ path: FilePath, containing bytes: [UInt8]) throws(FileError) {
        let file = try create(path, mode: .description)
        try unsafe bytes.span.withUnsafeBytes { (raw) throws(FileError) in try unsafe file.append(raw) }
        try file.sync()
    }

    /// Makes a file that something else has written durable.
    func syncFile(_ path: FilePath) throws(FileError) {
        let file = try open(path)
        defer { file.close() }
        try file.sync()
    }

    /// Removes a file; one that is not there is fine.
    func unlinkIfThere(_ path: FilePath) throws(FileError) {
        do throws(FileError) { try unlink(path) } catch { if !error.isNotFound { throw error } }
    }

    /// Removes a directory with all that is in it, as far as that is possible.
    func removeTree(_ directory: FilePath) {
        for name in (try? names(in: directory)) ?? [] {
            let path = directory.appending(name)
            if (try? status(of: path))?.kind == .directory { removeTree(path) } else { try? unlink(path) }
        }
        try? removeDirectory(directory)
    }
}

extension FileSystem {
    /// Copies a file's bytes to a new file; the bytes are durable, the name is not yet.
    func copyDurably(_ path: FilePath, to target: FilePath) throws(FileError) {
        let source = try open(path)
        defer { source.close() }
        let file = try create(target, mode: .own)
        if try !file.cloneContents(of: source) {
            try unsafe source.forEachChunk { (chunk) throws(FileError) in try unsafe file.append(chunk) }
        }
        try file.sync()
    }
}

extension OpenFile {
    /// Calls `body` with the bytes from front to back.
    func forEachChunk(_ body: (UnsafeRawBufferPointer) throws(FileError) -> Void) throws(FileError) {
        try unsafe BlobReading.forEachChunk(
            reading: { (room, offset) throws(FileError) in try unsafe read(into: room, at: offset) }, body)
    }
}
