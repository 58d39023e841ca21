import Digests
import Glibc
import SystemPackage
import Synchronization
import TestSupport
import Testing

@testable import ContentStore

@Suite("A verification")
struct VerifyTests {
    private let one = TestBlob("one", count: 100)
    private let two = TestBlob("two", count: 120)
    private let large = TestBlob("large", count: (2 << 20) + 17)

    private func verify(
        _ store: Store, _ change: (inout VerificationOptions) -> Void = { _ in }
    ) throws -> (report: VerificationReport, findings: [Finding]) {
        var options = VerificationOptions()
        change(&options)
        var findings: [Finding] = []
        let report = try store.verify(options) { findings.append($0) }
        return (report, findings)
    }

    @Test("of sound blobs finds nothing, and notes when it was", arguments: [1, 3])
    func sound(threads: Int) throws {
        try SimulatedStore.with { store, machine in
            for blob in [one, two, large] { try store.put("\(blob.bytes.count)", blob) }
            let (report, findings) = try verify(store) { $0.threads = threads }
            #expect(findings == [])
            #expect(report.progress.blobs == 3)
            #expect(report.progress.bytes == Int64(one.bytes.count + two.bytes.count + large.bytes.count))
            #expect(!report.isStoppedEarly)
            for blob in [one, two, large] { #expect(try #require(try store.row(blob)).verifiedAt > 0) }
            #expect(InvariantChecker([one, two, large]).problems(in: machine.state) == [])
        }
    }

    enum Damage: CaseIterable, Sendable {
        case missing, truncated, longer, flippedFirst, flippedLast, directory

        var kind: Finding.Kind {
            switch self {
            case .missing: .missing
            case .truncated, .longer: .wrongSize
            case .flippedFirst, .flippedLast: .wrongDigest
            case .directory: .unreadable
            }
        }

        func happen(to path: String, _ disk: inout SimulatedDisk) {
            switch self {
            case .missing: disk.lose(path)
            case .truncated: disk.meddle(at: path) { $0.removeLast() }
            case .longer: disk.meddle(at: path) { $0.append(0) }
            case .flippedFirst: disk.meddle(at: path) { $0[0] ^= 0x80 }
            case .flippedLast: disk.meddle(at: path) { $0[$0.count - 1] ^= 1 }
            case .directory:
                disk.lose(path)
                disk.addDirectory(path)
            }
        }
    }

    @Test(
        "finds whatever can happen to a file, names those it belongs to, and a new upload heals it",
        arguments: Damage.allCases, [false, true])
    func damage(_ damage: Damage, isLarge: Bool) throws {
        let victim = isLarge ? large : one
        try SimulatedStore.with { store, machine in
            try store.put("a", victim)
            try store.put("b", victim)
            try store.put("c", two)
            let path = try store.path(of: victim).string
            machine.change { damage.happen(to: path, &$0.disk) }
            let (report, findings) = try verify(store)
            #expect(findings.map(\.kind) == [damage.kind])
            #expect(findings.first?.digest == victim.digest)
            #expect(Set(findings.first?.names ?? []) == [BlobName("a"), BlobName("b")])
            #expect(report.damaged == 1)
            #expect(report.progress.blobs == 2)
            #expect(try store.row(victim)?.health == .damaged)
            #expect(try store.row(two)?.health == .ok)
            #expect(throws: StoreError.blobCorrupt(victim.digest)) { try store.open(victim.digest) }
            #expect(try store.put("a", victim) == .healed)
            #expect(try verify(store).findings == [])
            #expect(try store.bytes(victim.digest) == victim.bytes)
            _ = try store.collect()
            if damage != .directory {
                #expect(machine.state.disk.entry(at: path) == nil)
                #expect(InvariantChecker([victim, two]).problems(in: machine.state) == [])
            }
        }
    }

    @Test("that is quick finds what can be seen without reading, and goes on after it", arguments: Damage.allCases)
    func quick(_ damage: Damage) throws {
        try SimulatedStore.with { store, machine in
            try store.put("a", one)
            try store.put("b", two)
            let path = try store.path(of: one).string
            machine.change { damage.happen(to: path, &$0.disk) }
            let (report, findings) = try verify(store) { $0.isQuick = true }
            let isSeen = damage.kind != .wrongDigest
            #expect(findings.map(\.kind) == (isSeen ? [damage.kind] : []))
            #expect(report.progress.blobs == 2)
            #expect(report.progress.bytes == 0)
            #expect(try store.row(one)?.health == (isSeen ? .damaged : .ok))
            #expect(try store.row(two)?.verifiedAt == 0)
        }
    }

    @Test("does not blame the disk for one wrong read", arguments: [1, 2])
    func unstable(blobs: Int) throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let liar = Liar()
        let store = SimulatedStore.open(machine.startProcess(), watch: liar)
        defer { store.close() }
        try store.put("a", one)
        if blobs > 1 { try store.put("b", two) }
        liar.liesOnce(about: try store.path(of: one).string)
        let (report, findings) = try verify(store) { $0.threads = 1 }
        #expect(findings.map(\.kind) == [.unstableRead])
        #expect(report.damaged == 0)
        #expect(report.warnings == 1)
        #expect(try store.row(one)?.health == .ok)
    }

    @Test("makes a blob whole again that was called damaged and reads right")
    func recovery() throws {
        try SimulatedStore.with { store, machine in
            try store.put("a", one)
            let path = try store.path(of: one).string
            machine.change { $0.disk.meddle(at: path) { $0[5] ^= 1 } }
            #expect(try verify(store).report.damaged == 1)
            machine.change { $0.disk.meddle(at: path) { $0[5] ^= 1 } }
            #expect(try verify(store) { $0.isQuick = true }.findings.map(\.kind) == [.knownDamage])
            let (report, findings) = try verify(store)
            #expect(findings == [])
            #expect(report.recovered == 1)
            #expect(try store.row(one)?.health == .ok)
            #expect(try store.bytes(one.digest) == one.bytes)
            #expect(InvariantChecker([one]).problems(in: machine.state) == [])
        }
    }

    @Test("that cannot open files says so and calls nothing damaged", arguments: [EMFILE, ENFILE, ENOMEM])
    func shortage(code: Int32) throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let shortage = Shortage(code)
        let store = SimulatedStore.open(machine.startProcess(), watch: shortage)
        defer { store.close() }
        try store.put("a", one)
        try store.put("b", two)
        shortage.begin()
        for isQuick in [false, true] {
            #expect(throws: StoreError.self) { try verify(store) { $0.isQuick = isQuick } }
            #expect(try store.row(one)?.health == .ok)
            #expect(try store.row(two)?.health == .ok)
        }
    }

    @Test("that is stopped goes on where it was, least recently verified first")
    func resume() throws {
        try SimulatedStore.with { store, _ in
            let blobs = (0..<10).map { TestBlob("blob \($0)", count: 100) }
            for (number, blob) in blobs.enumerated() { try store.put("\(number)", blob) }
            func unverified() throws -> Int { try blobs.count { try #require(try store.row($0)).verifiedAt == 0 } }
            let first = try verify(store) {
                $0.maximumBytes = 300
                $0.threads = 1
            }
            #expect(first.report.isStoppedEarly)
            #expect(first.report.progress.blobs == 3)
            #expect(try unverified() == 7)
            let second = try verify(store) {
                $0.maximumBytes = 700
                $0.threads = 1
            }
            #expect(second.report.progress.blobs == 7)
            #expect(try unverified() == 0)
            let hasty = try verify(store) { $0.maximumDuration = .zero }
            #expect(hasty.report.isStoppedEarly)
            #expect(hasty.report.progress.blobs < 10)
            var asked = 0
            let told = try store.verify(
                VerificationOptions(),
                shouldContinue: { _ in
                    asked += 1
                    return asked < 4
                })
            #expect(told.isStoppedEarly)
            #expect(told.progress.blobs >= 4 && told.progress.blobs < 10)
        }
    }

    @Test("names a blob whose row is damaged, and reads the others")
    func damagedRow() throws {
        try SimulatedStore.with { store, _ in
            try store.put("a", one)
            try store.put("b", two)
            try store.write { (change) throws(StoreError) in
                try change.writing.put([1, 2, 3], for: IndexKey.blob(one.digest), in: .blob)
            }
            let (report, findings) = try verify(store)
            #expect(findings.map(\.kind) == [.damagedRow])
            #expect(findings.first?.digest == one.digest)
            #expect(report.damaged == 1 && report.progress.blobs == 2)
        }
    }

    @Test("leaves out what was verified lately, and what was not asked for")
    func choice() throws {
        let clock = TestClock()
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let store = SimulatedStore.open(machine.startProcess(), clock: clock)
        defer { store.close() }
        try store.put("a", one)
        #expect(try verify(store).report.progress.blobs == 1)
        clock.advance(seconds: 1000)
        try store.put("b", two)
        #expect(try verify(store) { $0.maximumAgeSeconds = 500 }.report.progress.blobs == 1)
        #expect(try verify(store) { $0.maximumAgeSeconds = 500 }.report.progress.blobs == 0)
        clock.advance(seconds: 1000)
        let only = try verify(store) { $0.only = [two.digest, TestBlob("unknown").digest] }
        #expect(only.report.progress.blobs == 1)
        #expect(try verify(store) { $0.maximumAgeSeconds = 500 }.report.progress.blobs == 1)
        #expect(try verify(store) { $0.sample = 0 }.report.progress.blobs == 0)
        #expect(try verify(store) { $0.sample = 1 }.report.progress.blobs == 2)
    }

    @Test("looks at about the share that was asked for")
    func sample() throws {
        try SimulatedStore.with { store, _ in
            let publications = try (0..<200).map { number in
                Publication(name: BlobName("\(number)"), blob: try store.stage(TestBlob("blob \(number)")))
            }
            _ = try store.publish(publications)
            let looked = try verify(store) { $0.sample = 0.5 }.report.progress.blobs
            // Outside this once in ten billion runs.
            #expect(looked > 54 && looked < 146)
        }
    }

    @Test("that is told not to record, or of a store opened for reading, changes nothing")
    func unrecorded() throws {
        try SimulatedStore.with { store, machine in
            try store.put("a", one)
            let path = try store.path(of: one).string
            machine.change { $0.disk.meddle(at: path) { $0[0] ^= 1 } }
            let (report, _) = try verify(store) { $0.isRecording = false }
            #expect(report.damaged == 1)
            #expect(try store.row(one)?.health == .ok)
            #expect(try store.row(one)?.verifiedAt == 0)
        }
    }

    @Test("moves what it finds damaged to quarantine where it is told to")
    func quarantine() throws {
        try SimulatedStore.with { store, machine in
            try store.put("a", one)
            let path = try store.path(of: one)
            machine.change { $0.disk.meddle(at: path.string) { $0[0] ^= 1 } }
            _ = try verify(store) { $0.quarantinesDamaged = true }
            let name = try #require(path.lastComponent).string
            #expect(machine.state.disk.entry(at: path.string) == nil)
            #expect(machine.state.disk.durableBytes(at: "/store/quarantine/\(name)")?.count == 100)
            #expect(try store.put("a", one) == .healed)
            #expect(try store.collect().failures == [])
            #expect(InvariantChecker([one]).problems(in: machine.state) == [])
        }
    }

    @Test("never calls a healed copy damaged for what was wrong with the one before")
    func healedMeanwhile() throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let other = SimulatedStore.open(machine.startProcess())
        defer { other.close() }
        try other.put("a", one)
        let path = try other.path(of: one).string
        machine.change { $0.disk.meddle(at: path) { $0[0] ^= 1 } }
        #expect(try verify(other).report.damaged == 1)
        // While the verifier has the old copy open, someone heals the blob.
        let watch = FirstCall(of: "pread", under: "/store/blobs") { [one] _ throws(FileError) in
            _ = try? other.put("a", one)
        }
        let store = SimulatedStore.open(machine.startProcess(), watch: watch)
        defer { store.close() }
        _ = try verify(store)
        #expect(watch.hasHappened)
        #expect(try store.row(one)?.health == .ok)
        #expect(try store.bytes(one.digest) == one.bytes)
    }
}

/// Reads one file wrongly, once.
private final class Liar: FileCallWatch {
    private let path = Mutex<String?>(nil)

    func liesOnce(about path: String) { self.path.withLock { $0 = path } }

    func willCall(_ call: String, _ path: FilePath) {}

    func didRead(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int64, from path: FilePath) {
        let lies = self.path.withLock { victim in
            guard victim == path.string, !bytes.isEmpty else { return false }
            victim = nil
            return true
        }
        if lies { bytes[0] ^= 1 }
    }
}

/// From some moment on no file can be opened.
private final class Shortage: FileCallWatch {
    private let code: Int32
    private let hasBegun = Atomic(false)

    init(_ code: Int32) { self.code = code }

    func begin() { hasBegun.store(true, ordering: .relaxed) }

    func willCall(_ call: String, _ path: FilePath) throws(FileError) {
        if call == "open", hasBegun.load(ordering: .relaxed) {
            throw FileError(call: call, path: path.string, code: code)
        }
    }
}
