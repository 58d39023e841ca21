internal import LMDB
public import SystemPackage

/// What a store runs on and what lies about in it, found out without opening its index.
public struct StoreDiagnosis: Sendable {
    /// What FORMAT says; the reason where it cannot be read.
    public let format: Result<StoreFormat, StoreError>
    /// The file system's name, or its magic number.
    public let fileSystem: String
    /// Why the file system will not do; nil where every probe passed.
    public let probeFailure: StoreError?
    /// Bytes that may still be written, and the size of the file system.
    public let freeBytes: Int64
    public let totalBytes: Int64
    /// Whether room is set aside for a collection on a full disk.
    public let hasReserve: Bool
    /// Writers that live, and what dead ones have left behind.
    public let liveSessions: Int
    public let staleSessions: Int
    /// When the copies of the index were made, in milliseconds since 1970, oldest first.
    public let snapshotTimes: [Int64]
    /// Files in `quarantine/` that are no descriptions.
    public let quarantined: Int

    /// The index's library and its version.
    public static var indexLibrary: String { "LMDB \(LMDBVersion.text)" }

    /// Looks at the store at `path`.  The probes make and remove files of their own.
    /// - Throws: `notAStore` where there is no directory.
    public init(of path: FilePath) throws(StoreError) {
        let files = LocalFileSystem()
        let layout = StoreLayout(root: path)
        do throws(FileError) {
            guard try files.status(of: path)?.kind == .directory else { throw FileError(call: "", path: "", code: 0) }
            let space = try files.space(at: path)
            fileSystem = Self.name(of: space.magic)
            freeBytes = space.freeBytes
            totalBytes = space.totalBytes
            hasReserve = try files.status(of: layout.reserve) != nil
        } catch {
            throw error.code == 0 ? .notAStore(path: path.string) : StoreError(error)
        }
        do throws(StoreError) {
            format = .success(try Store.readFormat(layout, files))
        } catch {
            format = .failure(error)
        }
        do throws(StoreError) {
            try FileSystemProbe.checkKind(of: path, files)
            try FileSystemProbe.run(in: layout, files)
            probeFailure = nil
        } catch {
            probeFailure = error
        }
        (liveSessions, staleSessions) = Self.sessions(layout, files)
        snapshotTimes = (try? IndexSnapshots(layout: layout, files: files).times()) ?? []
        quarantined = ((try? files.names(in: layout.quarantine)) ?? []).filter { !$0.hasSuffix(".reason") }.count
    }

    private static func sessions(_ layout: StoreLayout, _ files: any FileSystem) -> (live: Int, stale: Int) {
        var live = 0
        var stale = 0
        for name in (try? files.names(in: layout.sessions)) ?? [] {
            guard let file = try? files.open(layout.sessions.appending(name)) else { continue }
            defer { file.close() }
            if (try? file.tryLock()) == true { stale += 1 } else { live += 1 }
        }
        return (live, stale)
    }

    private static func name(of magic: UInt64) -> String {
        // statfs(2)
        let names: [UInt64: String] = [
            0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x0102_1994: "tmpfs", 0x794C_7630: "overlayfs",
            0x2FC1_2FC1: "zfs", 0xF2F5_2010: "f2fs", 0x6969: "NFS", 0xFF53_4D42: "CIFS", 0x6573_5546: "FUSE",
            0xCA45_1A4E: "bcachefs",
        ]
        return names[magic] ?? "0x" + String(magic, radix: 16)
    }
}
