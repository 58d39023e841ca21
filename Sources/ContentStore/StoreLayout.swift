internal import Digests
package import SystemPackage

/// Where everything of a store is, below its directory.
package struct StoreLayout: Sendable {
    package let root: FilePath
    package let blobs: FilePath
    package let index: FilePath
    package let snapshots: FilePath
    package let sessions: FilePath
    package let locks: FilePath
    package let quarantine: FilePath
    package let format: FilePath
    package let reserve: FilePath
    /// The 256 directories of objects, made once: an append to a path is not free on the hot path.
    private let shards: [FilePath]

    package init(root: FilePath) {
        self.root = root
        blobs = root.appending("blobs")
        index = root.appending("index")
        snapshots = root.appending("index.snap")
        sessions = root.appending("sessions")
        locks = root.appending("locks")
        quarantine = root.appending("quarantine")
        format = root.appending("FORMAT")
        reserve = root.appending("RESERVE")
        let blobs = blobs
        shards = (UInt8.min...UInt8.max).map { blobs.appending(hex([$0])) }
    }

    /// Directories below the root, parents before children.
    var directories: [FilePath] {
        [blobs] + shards + [index, snapshots, sessions, locks, quarantine]
    }

    func shard(_ byte: UInt8) -> FilePath { shards[Int(byte)] }
    func path(of object: BlobObject) -> FilePath { shard(object.shard).appending(object.description) }
    func session(_ id: SessionID) -> FilePath { sessions.appending(id.description) }
    func lock(_ name: String) -> FilePath { locks.appending(name) }
}
