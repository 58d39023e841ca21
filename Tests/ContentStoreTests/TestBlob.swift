import Digests
import SystemPackage
import Synchronization

@testable import ContentStore

/// Bytes to store, and their digests.
struct TestBlob: Sendable, Hashable {
    let bytes: [UInt8]
    let digests: DigestSet
    var digest: ContentDigest { digests.sha256 }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var stream = DigestStream()
        bytes.withUnsafeBytes { stream.update($0) }
        digests = stream.finalize().digests
    }

    /// `count` bytes that begin with `text`.
    init(_ text: String, count: Int = 0) {
        var bytes = Array(text.utf8)
        var word = UInt32(truncatingIfNeeded: bytes.count + 1)
        while bytes.count < count {
            word = word &* 1_664_525 &+ 1_013_904_223
            bytes.append(UInt8(truncatingIfNeeded: word >> 24))
        }
        self.init(bytes)
    }

    /// The first blob in the series of `text` that belongs in `shard`.
    static func inShard(_ shard: UInt8, _ text: String) -> TestBlob {
        for number in 0..<100_000 {
            let blob = TestBlob("\(text) \(number)")
            if blob.digest.bytes[0] == shard { return blob }
        }
        preconditionFailure("no blob in a hundred thousand falls into shard \(shard)")
    }
}

extension BlobName {
    init(_ text: String) { self.init(key: Array(text.utf8)) }
}

extension Store {
    /// Stages a blob the way an upload does: in pieces, through the store.
    func stage(_ blob: TestBlob, isSizeKnown: Bool = true) throws(StoreError) -> SealedBlob {
        let staged = try stage(expectedSize: isSizeKnown ? Int64(blob.bytes.count) : nil)
        var rest = blob.bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(100_000))
            rest = rest.dropFirst(piece.count)
            try piece.span.withUnsafeBytes { (raw) throws(StoreError) in try staged.append(raw) }
        }
        return try staged.seal()
    }

    /// PUT of one blob under one name.
    @discardableResult
    func put(_ name: String, _ blob: TestBlob, payload: [UInt8] = []) throws(StoreError) -> PublishOutcome {
        try publish([Publication(name: BlobName(name), blob: try stage(blob), payload: payload)])[0].get()
    }

    @discardableResult
    func remove(_ name: String) throws(StoreError) -> Reference? {
        try write { (change) throws(StoreError) in try change.delete(BlobName(name)) }
    }

    func link(_ name: String, to digest: ContentDigest) throws(StoreError) {
        try write { (change) throws(StoreError) in try change.link(BlobName(name), to: digest, payload: []) }
    }

    func row(_ blob: TestBlob) throws(StoreError) -> BlobRow? {
        try read { (snapshot) throws(StoreError) in try snapshot.blob(blob.digest) }
    }

    func holder(_ name: String) throws(StoreError) -> ContentDigest? {
        try read { (snapshot) throws(StoreError) in try snapshot.reference(BlobName(name))?.digest }
    }

    /// All bytes of a blob, through GET.
    func bytes(_ digest: ContentDigest) throws(StoreError) -> [UInt8] {
        var all: [UInt8] = []
        try open(digest).forEachChunk { chunk in all += chunk }
        return all
    }

    func count(_ table: IndexTable) throws(StoreError) -> Int {
        try read { (snapshot) throws(StoreError) in try snapshot.index.statistics(of: table).entries }
    }

    /// The path of the live copy.
    func path(of blob: TestBlob) throws(StoreError) -> FilePath {
        guard let row = try row(blob) else { throw .notFound(blob.digest.hex) }
        return layout.path(of: BlobObject(digest: blob.digest, generation: row.generation))
    }
}

/// A clock that goes on by a millisecond whenever it is looked at, and by more when it is told to.
final class TestClock: Sendable {
    private let milliseconds: Mutex<Int64>

    init(hoursLater: Int64 = 0) { milliseconds = Mutex(1_700_000_000_000 + hoursLater * 3_600_000) }

    var read: @Sendable () -> Int64 {
        {
            self.milliseconds.withLock { now in
                now += 1
                return now
            }
        }
    }

    func advance(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1000 } }
}
