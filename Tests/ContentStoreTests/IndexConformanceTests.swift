import Digests
import Foundation
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import ContentStore

/// The engines that an index can be.
enum IndexEngine: String, CaseIterable, Sendable {
    case lmdb, memory

    func with(_ body: (any Index) throws -> Void) throws {
        switch self {
        case .memory: try body(MemoryIndex(SimulatedMachine(SimulatedStore.newMachine()).startProcess()))
        case .lmdb:
            try withTemporaryDirectory { directory in
                let index = try LMDBIndex.open(
                    directory: directory.string, mapSizeBytes: 64 << 20, isReadOnly: false)
                defer { index.close() }
                try body(index)
            }
        }
    }
}

@Suite("Either index engine")
struct IndexConformanceTests {
    private func entries(
        _ index: any Index, _ table: IndexTable, from start: [UInt8] = []
    ) throws(StoreError) -> [[UInt8]] {
        try index.read { (reading) throws(StoreError) in
            var keys: [[UInt8]] = []
            try reading.scan(table, from: start) { key, _ in
                keys.append(key)
                return true
            }
            return keys
        }
    }

    private func entries(
        _ index: any Index, _ table: IndexTable, before end: [UInt8]
    ) throws(StoreError) -> [[UInt8]] {
        try index.read { (reading) throws(StoreError) in
            var keys: [[UInt8]] = []
            try reading.scanBackward(table, before: end) { key, _ in
                keys.append(key)
                return true
            }
            return keys
        }
    }

    @Test("keeps what was put, replaces it, and deletes it once", arguments: IndexEngine.allCases)
    func putAndDelete(engine: IndexEngine) throws {
        try engine.with { index in
            try index.write { (writing) throws(StoreError) in
                try writing.put([1], for: [7], in: .blob)
                try writing.put([2], for: [7], in: .blob)
                try writing.put([], for: [8], in: .blob)
            }
            let (seven, eight, nine) = try index.read { (reading) throws(StoreError) in
                (
                    try reading.value(for: [7], in: .blob), try reading.value(for: [8], in: .blob),
                    try reading.value(for: [9], in: .blob)
                )
            }
            #expect(seven == [2])
            #expect(eight == [])
            #expect(nine == nil)
            let (first, second) = try index.write { (writing) throws(StoreError) in
                (try writing.delete([7], in: .blob), try writing.delete([7], in: .blob))
            }
            #expect(first && !second)
            let count = try index.read { (reading) throws(StoreError) in try reading.statistics(of: .blob).entries }
            #expect(count == 1)
        }
    }

    @Test("keeps its tables apart", arguments: IndexEngine.allCases)
    func tables(engine: IndexEngine) throws {
        try engine.with { index in
            try index.write { (writing) throws(StoreError) in
                for table in IndexTable.allCases { try writing.put(Array(table.name.utf8), for: [1], in: table) }
            }
            for table in IndexTable.allCases {
                let value = try index.read { (reading) throws(StoreError) in try reading.value(for: [1], in: table) }
                #expect(value == Array(table.name.utf8))
            }
        }
    }

    @Test("orders keys as bytes, whatever their length", arguments: IndexEngine.allCases)
    func order(engine: IndexEngine) throws {
        var random = SeededRandom(seed: 7)
        var keys: Set<[UInt8]> = [[0], [0, 0], [255], [255, 255], [127], [128], [UInt8](repeating: 255, count: 511)]
        while keys.count < 400 {
            let length = [1, 2, 3, 8, 40, 511].randomElement(using: &random) ?? 1
            keys.insert((0..<length).map { _ in [0, 1, 127, 128, 255].randomElement(using: &random) ?? 0 })
        }
        let sorted = keys.sorted { $0.lexicographicallyPrecedes($1) }
        try engine.with { index in
            let shuffled = keys.shuffled(using: &random)
            try index.write { (writing) throws(StoreError) in
                for key in shuffled { try writing.put([1], for: key, in: .record) }
            }
            #expect(try entries(index, .record) == sorted)
            for start in [[], [0], [0, 5], [128], sorted[200], sorted[200] + [0], [255, 255, 255]] {
                let expected = sorted.filter { !$0.lexicographicallyPrecedes(start) }
                #expect(try entries(index, .record, from: start) == expected)
                let before = start.isEmpty ? sorted : sorted.filter { $0.lexicographicallyPrecedes(start) }
                #expect(try entries(index, .record, before: start) == before.reversed())
            }
            #expect(try entries(index, .blob, before: []) == [])
        }
    }

    @Test("ends a scan when it is told to, and when the body fails", arguments: IndexEngine.allCases)
    func scanEnds(engine: IndexEngine) throws {
        try engine.with { index in
            try index.write { (writing) throws(StoreError) in
                for byte in UInt8(0)..<10 { try writing.put([byte], for: [byte], in: .blob) }
            }
            var seen = 0
            try index.read { (reading) throws(StoreError) in
                try reading.scan(.blob, from: [3]) { _, _ in
                    seen += 1
                    return seen < 4
                }
            }
            #expect(seen == 4)
            #expect(throws: StoreError.refused("no")) {
                try index.read { (reading) throws(StoreError) in
                    try reading.scan(.blob, from: []) { (_, _) throws(StoreError) in throw StoreError.refused("no") }
                }
            }
        }
    }

    @Test("drops everything that a failing write put there", arguments: IndexEngine.allCases)
    func abort(engine: IndexEngine) throws {
        try engine.with { index in
            try index.write { (writing) throws(StoreError) in try writing.put([1], for: [1], in: .blob) }
            #expect(throws: StoreError.refused("no")) {
                try index.write { (writing) throws(StoreError) in
                    try writing.put([2], for: [1], in: .blob)
                    try writing.put([2], for: [2], in: .meta)
                    throw StoreError.refused("no")
                }
            }
            let (kept, dropped) = try index.read { (reading) throws(StoreError) in
                (try reading.value(for: [1], in: .blob), try reading.contains([2], in: .meta))
            }
            #expect(kept == [1])
            #expect(!dropped)
        }
    }

    @Test("refuses keys that are empty or longer than 511 bytes", arguments: IndexEngine.allCases)
    func keyLengths(engine: IndexEngine) throws {
        try engine.with { index in
            for length in [0, 512] {
                #expect(throws: StoreError.self) {
                    try index.write { (writing) throws(StoreError) in
                        try writing.put([1], for: [UInt8](repeating: 1, count: length), in: .blob)
                    }
                }
            }
        }
    }

    @Test("sees its own writes inside a transaction, and counts them", arguments: IndexEngine.allCases)
    func ownWrites(engine: IndexEngine) throws {
        try engine.with { index in
            let (value, changes) = try index.write { (writing) throws(StoreError) in
                let before = writing.changes
                try writing.put([5], for: [1], in: .blob)
                try writing.delete([2], in: .blob)
                return (try writing.value(for: [1], in: .blob), writing.changes - before)
            }
            #expect(value == [5])
            #expect(changes == 1)
        }
    }

    @Test("shows a reader nothing that is committed after it began", arguments: IndexEngine.allCases)
    func isolation(engine: IndexEngine) throws {
        try engine.with { index in
            try index.write { (writing) throws(StoreError) in try writing.put([1], for: [1], in: .blob) }
            let (before, after) = try index.read { (reading) throws(StoreError) in
                let before = try reading.value(for: [1], in: .blob)
                onAnotherThread {
                    _ = try? index.write { (writing) throws(StoreError) in
                        try writing.put([2], for: [1], in: .blob)
                    }
                }
                return (before, try reading.value(for: [1], in: .blob))
            }
            #expect(before == [1])
            #expect(after == [1])
            let now = try index.read { (reading) throws(StoreError) in try reading.value(for: [1], in: .blob) }
            #expect(now == [2])
        }
    }

    @Test("lets one of a group fail after it wrote, without a trace and without harm", arguments: IndexEngine.allCases)
    func replay(engine: IndexEngine) throws {
        try engine.with { index in
            // The first write keeps the writer busy until the others have queued up behind it.
            let gate = DispatchSemaphore(value: 0)
            let begun = DispatchSemaphore(value: 0)
            let outcomes = Mutex<[Int: Bool]>([:])
            let threads = (0..<12).map { number in
                Thread {
                    let result: Bool? = try? index.write { (writing) throws(StoreError) in
                        if number == 0 && engine == .lmdb {
                            begun.signal()
                            gate.wait()
                        }
                        let counted = try writing.value(for: [0], in: .meta)?.first ?? 0
                        try writing.put([counted + 1], for: [0], in: .meta)
                        try writing.put([1], for: [UInt8(number + 1)], in: .blob)
                        if number % 3 == 2 { throw StoreError.refused("number \(number)") }
                        return true
                    }
                    outcomes.withLock { $0[number] = result ?? false }
                }
            }
            threads[0].start()
            if engine == .lmdb { begun.wait() }
            for thread in threads.dropFirst() { thread.start() }
            usleep(50_000)
            gate.signal()
            while outcomes.withLock({ $0.count }) < 12 { usleep(1000) }
            let succeeded = (0..<12).filter { $0 % 3 != 2 }
            #expect(outcomes.withLock { all in (0..<12).filter { all[$0] == true } } == succeeded)
            #expect(try entries(index, .blob) == succeeded.map { [UInt8($0 + 1)] })
            let sum = try index.read { (reading) throws(StoreError) in try reading.value(for: [0], in: .meta) }
            #expect(sum == [8])
        }
    }

    @Test("commits from many threads at once, each of them once", arguments: IndexEngine.allCases)
    func crowd(engine: IndexEngine) throws {
        try engine.with { index in
            let failures = Atomic(0)
            ThreadTeam.run(8) { member in
                for round in 0..<25 {
                    do throws(StoreError) {
                        try index.write { (writing) throws(StoreError) in
                            let old = try writing.value(for: [0], in: .meta) ?? [0, 0]
                            let count = Int(old[0]) << 8 + Int(old[1]) + 1
                            try writing.put([UInt8(count >> 8), UInt8(count & 255)], for: [0], in: .meta)
                            try writing.put([1], for: [UInt8(member), UInt8(round)], in: .blob)
                        }
                    } catch {
                        failures.wrappingAdd(1, ordering: .relaxed)
                    }
                }
            }
            #expect(failures.load(ordering: .relaxed) == 0)
            #expect(try entries(index, .blob).count == 200)
            let sum = try index.read { (reading) throws(StoreError) in try reading.value(for: [0], in: .meta) }
            #expect(sum == [0, 200])
        }
    }

    @Test("takes back on a power cut what was visible and not yet durable")
    func visibleBeforeDurable() throws {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let writer = machine.startProcess()
        let index = MemoryIndex(writer) { (call) throws(StoreError) in
            if call == .flush { machine.kill(writer) }
        }
        #expect(throws: StoreError.self) {
            try index.write { (writing) throws(StoreError) in try writing.put([1], for: [1], in: .blob) }
        }
        let other = MemoryIndex(machine.startProcess())
        let seen = try other.read { (reading) throws(StoreError) in try reading.contains([1], in: .blob) }
        #expect(seen)
        let lost = machine.state.afterPowerCut(seed: 1).index.visible.value(for: [1], in: .blob)
        #expect(lost == nil)
        try other.makeVisibleCommitsDurable()
        let kept = machine.state.afterPowerCut(seed: 0).index.visible.value(for: [1], in: .blob)
        #expect(kept == [1])
    }
}

/// Runs `body` on a thread of its own and waits for it.
func onAnotherThread(_ body: () -> Void) {
    ThreadTeam.run(2) { member in if member == 1 { body() } }
}
