internal import SystemPackage

/// Finds out whether a file system keeps the promises that the store is built on.
enum FileSystemProbe {
    /// File systems that are known not to: magic numbers of statfs(2).
    private static let refused: [UInt64: String] = [
        0x6969: "NFS", 0x517B: "SMB", 0xFE53_4D42: "SMB2", 0xFF53_4D42: "CIFS", 0x0102_1997: "9p",
        0x6573_5546: "FUSE", 0x7375_7245: "Coda", 0x5346_414F: "AFS", 0x0BD0_0BD0: "Lustre", 0xC36_400: "Ceph",
    ]

    /// Refuses network and user-space file systems, whose locks and syncs mean less than they say.
    static func checkKind(of path: FilePath, _ files: any FileSystem) throws(StoreError) {
        do throws(FileError) {
            guard let name = refused[try files.space(at: path).magic] else { return }
            throw FileError(call: name, path: path.string, code: 0)
        } catch {
            guard error.code == 0 else { throw StoreError(error) }
            throw .unsupportedFileSystem(probe: "\(error.path) is on \(error.call)")
        }
    }

    /// Tries everything that PUT and SWEEP do: a file without a name, its lock, a link, a rename, and the
    /// sync of a directory; all within one file system.
    static func run(in layout: StoreLayout, _ files: any FileSystem) throws(StoreError) {
        var step = "status"
        do throws(FileError) {
            let blobs = try files.status(of: layout.blobs)
            let quarantine = try files.status(of: layout.quarantine)
            guard blobs?.device == quarantine?.device else {
                throw FileError(call: "one file system", path: layout.quarantine.string, code: 18)
            }
            step = "O_TMPFILE"
            let file = try files.createUnnamed(in: layout.blobs)
            step = "write"
            try unsafe [UInt8(1)].span.withUnsafeBytes { (raw) throws(FileError) in try unsafe file.append(raw) }
            step = "flock"
            guard try file.tryLock() else { throw FileError(call: "flock", path: layout.blobs.string, code: 11) }
            step = "link"
            let name = layout.blobs.appending("probe.\(Generation.random())")
            try files.link(file, to: name)
            step = "rename"
            let target = layout.quarantine.appending("probe.\(Generation.random())")
            try files.rename(name, to: target)
            step = "sync of a file"
            try file.sync()
            step = "sync of a directory"
            try files.syncDirectory(layout.quarantine)
            step = "unlink"
            try files.unlink(target)
        } catch {
            throw .unsupportedFileSystem(probe: "\(step): \(error)")
        }
    }
}
