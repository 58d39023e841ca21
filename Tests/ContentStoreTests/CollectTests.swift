import Digests
import Glibc
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import ContentStore

@Suite("A collection")
struct CollectTests {
    private let one = TestBlob("one", count: 100)
    private let two = TestBlob("two", count: 50)

    private func options(_ change: (inout CollectionOptions) -> Void) -> CollectionOptions {
        var options = CollectionOptions()
        change(&options)
        return options
    }

    @Test("waits until the grace is over, and says when that is")
    func grace() throws {
        let clock = TestClock()
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let store = SimulatedStore.open(machine.startProcess(), clock: clock)
        defer { store.close() }
        try store.put("a", one)
        try store.remove("a")
        let since = try #require(try store.row(one)).unreferencedSince
        let patient = options { $0.graceSeconds = 3600 }
        let early = try store.collect(patient)
        #expect(early.removed.count == 0)
        #expect(early.remaining.waiting == Amount(count: 1, bytes: 100))
        #expect(early.remaining.nextDue == since + 3_600_000)
        clock.advance(seconds: 3600)
        #expect(try store.planCollection(patient).freed == Amount(count: 1, bytes: 100))
        #expect(try store.collect(patient).removed == Amount(count: 1, bytes: 100))
    }

    @Test("takes what a dead writer reserved, and leaves a living one alone")
    func sessions() throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let process = machine.startProcess()
        let writer = SimulatedStore.open(process)
        let session = try writer.currentSession().id
        let object = try writer.write { (change) throws(StoreError) in
            try change.reserve(one.digest, size: 100, for: session)
        }
        machine.change { [one] in $0.disk.plant(one.bytes, at: SimulatedStore.path(of: object)) }
        let store = SimulatedStore.open(machine.startProcess())
        defer { store.close() }
        #expect(try store.collect().removed.count == 0)
        #expect(try store.count(.reserved) == 1)
        #expect(try writer.collect().removed.count == 0)
        machine.kill(process)
        #expect(try store.planCollection().deadReservations == Amount(count: 1, bytes: 100))
        #expect(try store.collect().removed == Amount(count: 1, bytes: 100))
        #expect(try store.count(.reserved) == 0)
        #expect(machine.state.disk.entry(at: SimulatedStore.path(of: object)) == nil)
        // The dead session's file goes with the collection after the one that took its reservations.
        _ = try store.collect()
        #expect(machine.state.disk.entry(at: "/store/sessions/\(session)") == nil)
    }

    @Test("condemns nothing while a backup holds the store, and ends the hold of one that died")
    func hold() throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let process = machine.startProcess()
        let backup = SimulatedStore.open(process)
        let session = try backup.currentSession().id
        try backup.write { (change) throws(StoreError) in
            try change.writing.put(HoldRow(session: session).encoded, for: [1], in: .hold)
        }
        let store = SimulatedStore.open(machine.startProcess())
        defer { store.close() }
        try store.put("a", one)
        try store.remove("a")
        let report = try store.collect()
        #expect(report.removed.count == 0)
        #expect(report.remaining.isHeld)
        #expect(report.remaining.freed.count == 0)
        machine.kill(process)
        #expect(try store.collect().removed.count == 1)
        #expect(try store.count(.hold) == 0)
    }

    @Test("keeps damaged objects in quarantine where it is told to, with the reason")
    func quarantine() throws {
        try SimulatedStore.with { store, machine in
            try store.put("a", one)
            try store.put("b", two)
            let path = try store.path(of: one)
            machine.change { $0.disk.meddle(at: path.string) { $0[3] ^= 4 } }
            #expect(try store.verify().damaged == 1)
            #expect(try store.put("a", one) == .healed)
            try store.remove("b")
            let report = try store.collect(options { $0.quarantinesDamaged = true })
            #expect(report.quarantined == Amount(count: 1, bytes: 100))
            #expect(report.removed == Amount(count: 1, bytes: 50))
            let name = try #require(path.lastComponent).string
            var kept = one.bytes
            kept[3] ^= 4
            #expect(machine.state.disk.durableBytes(at: "/store/quarantine/\(name)") == kept)
            #expect(machine.state.disk.durableBytes(at: "/store/quarantine/\(name).reason") != nil)
            #expect(machine.state.disk.entry(at: path.string) == nil)
            #expect(try store.count(.doomed) == 0)
            #expect(InvariantChecker([one, two]).problems(in: machine.state) == [])
        }
    }

    @Test("finds strays only when it looks at everything, and leaves foreign files alone")
    func fullScan() throws {
        try SimulatedStore.with { store, machine in
            try store.put("a", one)
            let stray = BlobObject(digest: one.digest, generation: Generation(value: 7))
            let strange = BlobObject(digest: two.digest, generation: Generation(value: 8))
            let wrongShard = two.digest.bytes[0] == 0 ? "01" : "00"
            machine.change { [one, two] state in
                state.disk.plant(one.bytes, at: SimulatedStore.path(of: stray))
                state.disk.plant(two.bytes, at: SimulatedStore.path(of: strange))
                state.disk.plant([1], at: "/store/blobs/00/README")
                state.disk.plant(two.bytes, at: "/store/blobs/\(wrongShard)/\(strange)")
            }
            #expect(try store.collect().removed.count == 0)
            let report = try store.collect(options { $0.isFullScan = true })
            #expect(report.strays == Amount(count: 2, bytes: 150))
            #expect(report.removed == Amount(count: 2, bytes: 150))
            #expect(Set(report.foreignFiles) == ["/store/blobs/00/README", "/store/blobs/\(wrongShard)/\(strange)"])
            #expect(machine.state.disk.bytes(at: "/store/blobs/00/README") == [1])
            #expect(try store.bytes(one.digest) == one.bytes)
            #expect(InvariantChecker([one]).problems(in: machine.state) == [])
        }
    }

    @Test("beside another one says that it is running")
    func running() throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let other = machine.startProcess()
        let lock = try other.files.openLock("/store/locks/gc")
        #expect(try lock.tryLock())
        let store = SimulatedStore.open(machine.startProcess())
        defer { store.close() }
        #expect(throws: StoreError.collectorRunning) { try store.collect() }
        machine.kill(other)
        #expect(try store.collect().removed.count == 0)
    }

    @Test("does exactly what its plan said, in batches of any size", arguments: [1, 2, 3, 1024])
    func plan(batchSize: Int) throws {
        try SimulatedStore.with { store, machine in
            let blobs = (0..<7).map { TestBlob("blob \($0)", count: 20 + $0) }
            for (number, blob) in blobs.enumerated() { try store.put("\(number)", blob) }
            for number in 0..<5 { try store.remove("\(number)") }
            let collection = options { $0.batchSize = batchSize }
            let plan = try store.planCollection(collection)
            #expect(plan.unreferenced == Amount(count: 5, bytes: 110))
            let report = try store.collect(collection)
            #expect(report.removed == plan.freed)
            #expect(report.remaining.freed == Amount())
            for blob in blobs[5...] { #expect(try store.bytes(blob.digest) == blob.bytes) }
            #expect(InvariantChecker(blobs).problems(in: machine.state) == [])
        }
    }

    @Test("that is told to stop can be taken up again")
    func stop() throws {
        try SimulatedStore.with { store, machine in
            let blobs = (0..<6).map { TestBlob("blob \($0)", count: 10) }
            for (number, blob) in blobs.enumerated() { try store.put("\(number)", blob) }
            for number in 0..<6 { try store.remove("\(number)") }
            let report = try store.collect(options { $0.batchSize = 2 }) { $0.count < 2 }
            #expect(report.isStoppedEarly)
            #expect(report.removed.count == 2)
            #expect(report.remaining.freed.count == 4)
            let hasty = try store.collect(options { $0.maximumDuration = .zero })
            #expect(hasty.isStoppedEarly)
            #expect(try store.collect().removed.count == 4)
            // With nothing left to do nothing is stopped.
            let idle = try store.collect(options { $0.maximumDuration = .zero }) { _ in false }
            #expect(!idle.isStoppedEarly)
            #expect(InvariantChecker(blobs).problems(in: machine.state) == [])
        }
    }

    @Test("tells what it could not remove, and removes it the next time")
    func failures() throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let watch = FirstCall(of: "unlink", under: "/store/blobs") { path throws(FileError) in
            throw FileError(call: "unlink", path: path.string, code: EACCES)
        }
        let store = SimulatedStore.open(machine.startProcess(), watch: watch)
        defer { store.close() }
        try store.put("a", one)
        try store.put("b", two)
        try store.remove("a")
        try store.remove("b")
        let report = try store.collect()
        #expect(report.removed.count == 1)
        #expect(report.failures.count == 1)
        #expect(try store.count(.doomed) == 1)
        #expect(try store.collect().removed.count == 1)
        #expect(try emptiness(store, machine) == [])
    }

    @Test("of a full disk works by giving up the reserve, and sets it aside again later")
    func reserve() throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let isFull = Atomic(false)
        // The index finds no page as long as the reserve is there.
        let store = SimulatedStore.open(machine.startProcess()) { (call) throws(StoreError) in
            if call == .write, isFull.load(ordering: .relaxed), machine.state.disk.entry(at: "/store/RESERVE") != nil {
                throw .noSpace(path: "index")
            }
        }
        defer { store.close() }
        _ = try store.collect()
        #expect(machine.state.disk.entry(at: "/store/RESERVE") != nil)
        try store.put("a", one)
        try store.remove("a")
        isFull.store(true, ordering: .relaxed)
        #expect(try store.collect().removed.count == 1)
        #expect(machine.state.disk.entry(at: "/store/RESERVE") != nil)
    }

    @Test("forgets an entry only under the mark that it read")
    func marks() throws {
        try SimulatedStore.with { store, _ in
            let object = BlobObject(digest: one.digest, generation: .random())
            let marks = try store.write { (change) throws(StoreError) in
                try change.doom(object, size: 1, reason: .lostRace)
                let first = try change.row(
                    for: IndexKey.object(object), in: .doomed, decode: DoomedRow.init(decoding:))
                try change.doom(object, size: 2, reason: .lostRace)
                let second = try change.row(
                    for: IndexKey.object(object), in: .doomed, decode: DoomedRow.init(decoding:))
                return [first?.mark, second?.mark].compactMap(\.self)
            }
            #expect(marks.count == 2 && marks[0] != marks[1])
            let (stale, fresh, sums) = try store.write { (change) throws(StoreError) in
                (
                    try change.forget(object, mark: marks[0]), try change.forget(object, mark: marks[1]),
                    try change.counters()
                )
            }
            #expect(!stale && fresh)
            #expect(sums == StoreCounters())
        }
    }
}
