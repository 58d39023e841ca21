import Digests
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import ContentStore

@Suite("A put")
struct PutTests {
    private let one = TestBlob("one", count: 100)
    private let two = TestBlob("two", count: 100)
    private let large = TestBlob("large", count: StagedBlob.memoryLimit + 100_000)

    private func publication(
        _ store: Store, _ name: String, _ blob: TestBlob, listing: [UInt8]? = nil,
        records: ((StoreChange, PublishOutcome) throws(StoreError) -> Void)? = nil
    ) throws(StoreError) -> Publication {
        Publication(
            name: BlobName(name), blob: try store.stage(blob), payload: Array(name.utf8), listing: listing,
            records: records)
    }

    @Test("stores new bytes once, and says so where they are known")
    func outcomes() throws {
        try SimulatedStore.with { store, machine in
            #expect(try store.put("a", one) == .stored)
            #expect(try store.put("a", one) == .present)
            #expect(try store.put("b", one) == .stored)
            #expect(throws: StoreError.nameConflict(existing: one.digest)) { try store.put("a", two) }
            #expect(try store.row(two) == nil)
            #expect(try store.row(one)?.references == 2)
            #expect(try store.bytes(one.digest) == one.bytes)
            _ = try store.collect()
            let objects = machine.state.disk.directories
                .filter { $0.key.hasPrefix("/store/blobs/") }.reduce(0) { $0 + $1.value.entries.count }
            #expect(objects == 1)
            #expect(InvariantChecker([one, two]).problems(in: machine.state) == [])
        }
    }

    @Test("keeps every digest, the size, the payload and the listing", arguments: [true, false])
    func facts(isSizeKnown: Bool) throws {
        try SimulatedStore.with { store, _ in
            for blob in [one, large, TestBlob([])] {
                let name = "\(blob.bytes.count)"
                let sealed = try store.stage(blob, isSizeKnown: isSizeKnown)
                let publication = Publication(
                    name: BlobName(name), blob: sealed, payload: [1, 2], listing: [3, 4])
                #expect(try store.publish([publication])[0] == .success(.stored))
                let row = try #require(try store.row(blob))
                #expect(row.digests == blob.digests)
                #expect(row.size == Int64(blob.bytes.count))
                #expect(try store.bytes(blob.digest) == blob.bytes)
                let (reference, listing, names) = try store.read { (snapshot) throws(StoreError) in
                    (
                        try snapshot.reference(BlobName(name)), try snapshot.listing(of: blob.digest),
                        try snapshot.names(of: blob.digest)
                    )
                }
                #expect(reference?.payload == [1, 2])
                #expect(listing == [3, 4])
                #expect(names == [BlobName(name)])
            }
        }
    }

    @Test("heals a damaged blob under its old name, and under a new one", arguments: ["a", "b"])
    func heals(name: String) throws {
        try SimulatedStore.with { store, machine in
            try store.put("a", one)
            let old = try #require(try store.row(one)).generation
            let path = try store.path(of: one).string
            machine.change { $0.disk.lose(path) }
            #expect(throws: StoreError.blobMissing(one.digest)) { try store.open(one.digest) }
            #expect(throws: StoreError.blobCorrupt(one.digest)) { try store.open(one.digest) }
            #expect(try store.put(name, one) == .healed)
            let row = try #require(try store.row(one))
            #expect(row.generation != old)
            #expect(row.health == .ok)
            #expect(row.references == (name == "a" ? 1 : 2))
            #expect(try store.bytes(one.digest) == one.bytes)
            #expect(InvariantChecker([one]).problems(in: machine.state) == [])
        }
    }

    @Test("of many decides each on its own, seeing what came before it")
    func batch() throws {
        try SimulatedStore.with { store, machine in
            try store.put("taken", two)
            let results = try store.publish([
                try publication(store, "a", one), try publication(store, "b", one), try publication(store, "a", two),
                try publication(store, "taken", one), try publication(store, "a", one),
                try publication(store, "c", large),
            ])
            #expect(
                results == [
                    .success(.stored), .success(.stored), .failure(.nameConflict(existing: one.digest)),
                    .failure(.nameConflict(existing: two.digest)), .success(.present), .success(.stored),
                ])
            #expect(try store.row(one)?.references == 2)
            #expect(try store.count(.reserved) == 0)
            #expect(InvariantChecker([one, two, large]).problems(in: machine.state) == [])
        }
    }

    @Test("whose first item of two with the same bytes conflicts still stores the second")
    func conflictingOwner() throws {
        try SimulatedStore.with { store, machine in
            try store.put("taken", two)
            let results = try store.publish([
                try publication(store, "taken", one), try publication(store, "free", one),
            ])
            #expect(results == [.failure(.nameConflict(existing: two.digest)), .success(.stored)])
            #expect(try store.bytes(one.digest) == one.bytes)
            #expect(InvariantChecker([one, two]).problems(in: machine.state) == [])
        }
    }

    @Test("refused by its records before they write leaves nothing, and the others alone", arguments: [false, true])
    func refused(writesFirst: Bool) throws {
        try SimulatedStore.with { store, machine in
            let results = try store.publish([
                try publication(store, "a", one) { (change, outcome) throws(StoreError) in
                    try change.putRecord([1], for: Array("a".utf8))
                },
                try publication(store, "b", two) { (change, outcome) throws(StoreError) in
                    if writesFirst { try change.putRecord([2], for: Array("b".utf8)) }
                    throw StoreError.refused("not today")
                },
                try publication(store, "c", large) { (change, outcome) throws(StoreError) in
                    try change.putRecord([3], for: Array("c".utf8))
                },
            ])
            #expect(results == [.success(.stored), .failure(.refused("not today")), .success(.stored)])
            #expect(try store.row(two) == nil)
            let records = try store.read { (snapshot) throws(StoreError) in
                var keys: [[UInt8]] = []
                try snapshot.scanRecords(under: []) { key, _ in
                    keys.append(key)
                    return true
                }
                return keys
            }
            #expect(records == [Array("a".utf8), Array("c".utf8)])
            #expect(try store.count(.reserved) == 0)
            #expect(InvariantChecker([one, two, large]).problems(in: machine.state) == [])
        }
    }

    @Test("tells its records the outcome that it is going to have")
    func outcomeForRecords() throws {
        try SimulatedStore.with { store, machine in
            var seen: [PublishOutcome] = []
            func put() throws {
                let publication = try publication(store, "a", one) { (_, outcome) in seen.append(outcome) }
                _ = try store.publish([publication])
            }
            try put()
            try put()
            let path = try store.path(of: one).string
            machine.change { $0.disk.lose(path) }
            #expect(throws: StoreError.self) { try store.open(one.digest) }
            try put()
            #expect(seen == [.stored, .present, .healed])
        }
    }

    @Test("that cannot sync its object gives it up for collection")
    func abandon() throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let process = machine.startProcess()
        let watch = FirstCall(of: "fsync", under: "/store/blobs") { path throws(FileError) in
            throw FileError(call: "fsync", path: path.string, code: EIO)
        }
        let store = SimulatedStore.open(process, watch: watch)
        defer { store.close() }
        let results = try store.publish([try publication(store, "a", one)])
        guard case .failure(.syncFailed(_, EIO)) = results[0] else {
            Issue.record("answered \(results[0])")
            return
        }
        #expect(try store.count(.reserved) == 0)
        #expect(try store.count(.doomed) == 1)
        #expect(InvariantChecker([one]).problems(in: machine.state) == [])
        #expect(try store.collect().removed.count == 1)
        #expect(try store.put("a", one) == .stored)
    }

    @Test("whose session was taken for dead writes again, and loses nothing", arguments: [true, false])
    func outrun(isLarge: Bool) throws {
        let blob = isLarge ? large : one
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let meddler = SimulatedStore.open(machine.startProcess())
        defer { meddler.close() }
        // The object is written; before it is published someone removes the session's file and collects.
        let watch = FirstCall(of: "syncDirectory", under: "/store/blobs") { _ throws(FileError) in
            for name in machine.state.disk.directories["/store/sessions"]?.entries.keys.sorted() ?? [] {
                machine.change { $0.disk.lose("/store/sessions/\(name)") }
            }
            _ = try? meddler.collect()
        }
        let store = SimulatedStore.open(machine.startProcess(), watch: watch)
        defer { store.close() }
        #expect(try store.put("a", blob) == .stored)
        #expect(watch.hasHappened)
        #expect(try store.bytes(blob.digest) == blob.bytes)
        #expect(InvariantChecker([blob]).problems(in: machine.state) == [])
        #expect(try emptiness(store, machine) == [])
    }

    @Test("answered present, linked again or deleted again is durable, although another's commit was not")
    func presentIsDurable() throws {
        for act in 0..<3 {
            let machine = SimulatedMachine(SimulatedStore.newMachine())
            let first = SimulatedStore.open(machine.startProcess())
            try first.put("kept", one)
            if act == 2 { try first.put("a", two) }
            first.close()
            // Killed between showing its commit and syncing it.
            let process = machine.startProcess()
            let dying = SimulatedStore.open(process) { call in if call == .flush { machine.kill(process) } }
            #expect(throws: StoreError.self) {
                if act == 2 { _ = try dying.remove("a") } else { try dying.link("a", to: one.digest) }
            }
            let store = SimulatedStore.open(machine.startProcess())
            switch act {
            case 0: #expect(try store.put("a", one) == .present)
            case 1: try store.link("a", to: one.digest)
            default: try store.remove("a")
            }
            machine.cutPower(seed: 0)
            let after = SimulatedStore.open(machine.startProcess())
            #expect(try after.holder("a") == (act == 2 ? nil : one.digest), "act \(act)")
        }
    }

    @Test("draws another generation where one is in use, whoever uses it")
    func generations() throws {
        try SimulatedStore.with { store, _ in
            try store.put("a", one)
            let live = try #require(try store.row(one)).generation
            let session = SessionID.random()
            let (reserved, doomed, drawn) = try store.write { (change) throws(StoreError) in
                let reserved = try change.reserve(one.digest, size: 1, for: session)
                let doomed = BlobObject(digest: one.digest, generation: .random())
                try change.doom(doomed, size: 1, reason: .stray)
                var draws = [live, reserved.generation, doomed.generation, Generation(value: 42)]
                let drawn = try change.reserve(one.digest, size: 1, for: session) { draws.removeFirst() }
                return (reserved, doomed, drawn)
            }
            #expect(drawn.generation == Generation(value: 42))
            #expect(Set([live, reserved.generation, doomed.generation]).count == 3)
        }
    }

    @Test("of more than its limit, or of other bytes than claimed, is refused and leaves nothing open")
    func limits() throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let process = machine.startProcess()
        let store = SimulatedStore.open(process)
        defer { store.close() }
        #expect(throws: StoreError.tooLarge(limitBytes: 10)) { try store.stage(expectedSize: 11, limitBytes: 10) }
        do {
            let staged = try store.stage(limitBytes: Int64(large.bytes.count) - 1)
            #expect(throws: StoreError.tooLarge(limitBytes: Int64(large.bytes.count) - 1)) {
                try large.bytes.withUnsafeBytes { try staged.append($0) }
            }
            #expect(throws: StoreError.self) { try staged.seal() }
        }
        do {
            let staged = try store.stage()
            try one.bytes.withUnsafeBytes { try staged.append($0) }
            let expected = two.digests.sha512
            #expect(throws: StoreError.digestMismatch(expected: expected, actual: one.digests.sha512)) {
                try staged.seal(expecting: [expected])
            }
        }
        #expect(process.openFiles == 0)
    }

    @Test("after a failed write cannot be sealed as if it had not failed")
    func failedWrite() throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let watch = FirstCall(of: "write", under: "/store/blobs") { path throws(FileError) in
            throw FileError(call: "write", path: path.string, code: ENOSPC)
        }
        let store = SimulatedStore.open(machine.startProcess(), watch: watch)
        defer { store.close() }
        let bytes = [UInt8](repeating: 7, count: 3 << 20)
        let staged = try store.stage()
        #expect(throws: StoreError.self) { try bytes.withUnsafeBytes { try staged.append($0) } }
        #expect(throws: StoreError.self) { try staged.seal() }
    }

    @Test("on a full disk is refused, and a collection makes room again")
    func fullDisk() throws {
        try SimulatedStore.with { store, machine in
            try store.put("a", large)
            try store.remove("a")
            let room = SimulatedStore.options.minimumFreeBytes + 200_000
            machine.change { $0.disk.capacityBytes = $0.disk.usedBytes + room }
            #expect(throws: StoreError.self) { try store.put("b", TestBlob("b", count: large.bytes.count)) }
            _ = try store.collect()
            #expect(try store.put("b", TestBlob("b", count: large.bytes.count)) == .stored)
            machine.change { $0.disk.capacityBytes = $0.disk.usedBytes + 100 }
            let staged = StagedBlob(space: store.blobs, limitBytes: .max, expectedSize: nil)
            #expect(throws: StoreError.noSpace(path: "/store/blobs")) {
                try [UInt8](repeating: 1, count: 4 << 20).withUnsafeBytes { try staged.append($0) }
            }
        }
    }

    @Test("stores what is on the disk already, however full that has become, and none of the rest")
    func fullDiskWithStagedBytes() throws {
        try SimulatedStore.with { store, machine in
            let publications = [
                Publication(name: BlobName("large"), blob: try store.stage(large)),
                Publication(name: BlobName("small"), blob: try store.stage(one)),
            ]
            let room = SimulatedStore.options.minimumFreeBytes / 2
            machine.change { $0.disk.capacityBytes = $0.disk.usedBytes + room }
            let results = try store.publish(publications)
            #expect(try results[0].get() == .stored)
            #expect(
                results[1]
                    == .failure(
                        .belowReserve(freeBytes: room, reserveBytes: SimulatedStore.options.minimumFreeBytes)))
            #expect(try store.row(large) != nil)
            #expect(try store.row(one) == nil)
            #expect(try store.count(.reserved) == 0)
        }
    }
}

/// Does something, once, before the first call of one kind below a directory.
final class FirstCall: FileCallWatch, @unchecked Sendable {
    // SAFETY: the stores it watches are used by one thread.
    private let call: String
    private let directory: String
    private let action: (FilePath) throws(FileError) -> Void
    private(set) var hasHappened = false

    init(of call: String, under directory: String, _ action: @escaping (FilePath) throws(FileError) -> Void) {
        self.call = call
        self.directory = directory
        self.action = action
    }

    func willCall(_ call: String, _ path: FilePath) throws(FileError) {
        guard !hasHappened, call == self.call, path.string.hasPrefix(directory) else { return }
        hasHappened = true
        try action(path)
    }
}
