import Digests
import Synchronization
import SystemPackage
import TestSupport

@testable import ContentStore

/// One run of several processes over one store, in an order that a seed decides, with deaths and power
/// cuts that it decides too.
final class Interleaving: Sendable {
    enum Step: Sendable {
        case put([(name: String, blob: TestBlob)])
        case delete(String)
        case link(String, TestBlob)
        case collect(isFullScan: Bool)
        case verify
        /// A file decays behind the store's back.
        case decay(TestBlob)
        /// Someone removes a lock file, so that a second collector does not see the first.
        case loseLock
    }

    static let small = TestBlob("small", count: 40)
    static let other = TestBlob("other", count: 50)
    static let large = TestBlob("large", count: StagedBlob.memoryLimit + 100)

    private let seed: UInt64
    private let programs: [[Step]]
    private let machine = SimulatedMachine(Interleaving.start)
    private let turns: TurnTaking
    private let history = History()
    private let notes: Mutex<Notes>
    private let cutAt: Int?

    private struct Notes: Sendable {
        var checker = InvariantChecker([small, other, large])
        var problems: [String] = []
        var changes = 0
    }

    private static let start = SimulatedStore.newMachine()

    init(seed: UInt64) {
        self.seed = seed
        var random = SeededRandom(seed: seed)
        let blobs = Int.random(in: 0..<8, using: &random) == 0 ? [Self.small, Self.large] : [Self.small, Self.other]
        let count = Int.random(in: 2...4, using: &random)
        programs = (0..<count).map { _ in
            (0..<Int.random(in: 1...4, using: &random)).map { _ in Self.step(blobs, &random) }
        }
        let deaths = Int.random(in: 0...2, using: &random)
        turns = TurnTaking(
            seed: seed, count: count,
            interruptions: (0..<deaths).map { _ in
                (Int.random(in: 1...60 * count, using: &random), Int.random(in: 0..<count, using: &random))
            })
        cutAt = Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: 1...50 * count, using: &random) : nil
        notes = Mutex(Notes())
    }

    private static func step(_ blobs: [TestBlob], _ random: inout SeededRandom) -> Step {
        func name() -> String { Bool.random(using: &random) ? "x" : "y" }
        func blob() -> TestBlob { blobs[Int.random(in: 0..<blobs.count * 2, using: &random) / 3] }
        switch Int.random(in: 0..<16, using: &random) {
        case 0..<4: return .put([(name(), blob())])
        case 4: return .put([("x", blob()), ("y", blob())])
        case 5..<8: return .delete(name())
        case 8: return .link(name(), blob())
        case 9..<12: return .collect(isFullScan: false)
        case 12: return .collect(isFullScan: true)
        case 13: return .verify
        case 14: return .decay(blob())
        default: return .loseLock
        }
    }

    /// What went wrong; nothing, if all went well.
    func problems() throws -> [String] {
        machine.observe { [self] state in watch(state) }
        let stores = programs.indices.map { open($0) }
        ThreadTeam.run(programs.count) { member in
            turns.enter(member)
            for step in programs[member] { take(step, stores[member].store) }
            turns.leave(member)
        }
        try settle()
        for store in stores { store.store.close() }
        return notes.withLock { $0.problems }
    }

    private func complain(_ problem: String) { notes.withLock { $0.problems.append(problem) } }

    /// The machine stands still: every few changes everything is checked.
    private func watch(_ state: SimulatedMachine.State) {
        notes.withLock { notes in
            notes.changes += 1
            guard notes.problems.isEmpty, notes.changes % 3 == 0 else { return }
            notes.problems += notes.checker.problems(in: state)
        }
    }

    private func open(_ member: Int) -> (store: Store, process: SimulatedProcess) {
        let process = machine.startProcess()
        let watch = Turn(self, member, process)
        let store = SimulatedStore.open(process, watch: watch) { _ in watch.take() }
        return (store, process)
    }

    /// Yields before every call that a process makes.
    private final class Turn: FileCallWatch {
        let run: Interleaving
        let member: Int
        let process: SimulatedProcess

        init(_ run: Interleaving, _ member: Int, _ process: SimulatedProcess) {
            self.run = run
            self.member = member
            self.process = process
        }

        func take() {
            guard run.machine.isAlive(process) else { return }
            let ended = run.turns.yield(member)
            // Whoever sees that the time has come dies: which member that is, is as random as any.
            if !ended.isEmpty { run.machine.kill(process) }
            if let cutAt = run.cutAt, run.turns.step == cutAt { run.machine.cutPower(seed: run.seed) }
        }

        func willCall(_ call: String, _ path: FilePath) {
            take()
            guard run.machine.isAlive(process) else { return }
            if let problem = removalProblem(call, path, in: run.machine.state) { run.complain(problem) }
        }
    }

    private func take(_ step: Step, _ store: Store) {
        switch step {
        case .put(let items):
            let events = items.map { history.begin($0.name, .holds($0.blob.digest), at: turns.step) }
            do throws(StoreError) {
                var publications: [Publication] = []
                for item in items {
                    publications.append(Publication(name: BlobName(item.name), blob: try store.stage(item.blob)))
                }
                for (event, result) in zip(events, try store.publish(publications)) {
                    switch result {
                    case .success: history.acknowledge(event, at: turns.step)
                    case .failure(.nameConflict): history.refuse(event)
                    case .failure: history.lose(event, at: turns.step)
                    }
                }
            } catch {
                for event in events { history.lose(event, at: turns.step) }
                expectDeath(store, error)
            }
        case .delete(let name):
            attempt(store, name, .absent) { () throws(StoreError) in try store.remove(name) }
        case .link(let name, let blob):
            attempt(store, name, .holds(blob.digest)) { () throws(StoreError) in
                try store.link(name, to: blob.digest)
            }
        case .collect(let isFullScan):
            do throws(StoreError) {
                var options = CollectionOptions()
                options.isFullScan = isFullScan
                let report = try store.collect(options)
                if report.strays.count > 0 { complain("a full scan found what nothing names") }
            } catch {
                if error != .collectorRunning { expectDeath(store, error) }
            }
        case .verify:
            var options = VerificationOptions()
            options.threads = 1
            do throws(StoreError) { _ = try store.verify(options) } catch { expectDeath(store, error) }
        case .decay(let blob):
            machine.change { state in
                guard let row = state.index.durable.value(for: blob.digest.bytes, in: .blob),
                    let generation = BlobRow(decoding: row)?.generation
                else { return }
                let path = SimulatedStore.path(of: BlobObject(digest: blob.digest, generation: generation))
                notes.withLock { _ = $0.checker.decayed.insert(path) }
                state.disk.meddle(at: path) { $0[0] ^= 1 }
            }
        case .loseLock: machine.change { $0.disk.lose("/store/locks/gc") }
        }
    }

    private func attempt<Result>(
        _ store: Store, _ name: String, _ fact: Promises.Fact, _ body: () throws(StoreError) -> Result
    ) {
        let event = history.begin(name, fact, at: turns.step)
        do throws(StoreError) {
            _ = try body()
            history.acknowledge(event, at: turns.step)
        } catch {
            switch error {
            case .nameConflict, .notFound: history.refuse(event)
            default:
                history.lose(event, at: turns.step)
                expectDeath(store, error)
            }
        }
    }

    /// The only reason to fail here is to be dead.
    private func expectDeath(_ store: Store, _ error: StoreError) {
        if (try? store.count(.blob)) != nil { complain("a living process was answered \(error)") }
    }

    /// All have ended: what was promised holds, a collection leaves nothing behind, and all of it can go.
    private func settle() throws {
        machine.observe(nil)
        let checker = notes.withLock { $0.checker }
        notes.withLock { $0.problems += checker.problems(in: machine.state).map { "at the end: \($0)" } }
        let store = SimulatedStore.open(machine.startProcess(), clock: TestClock(hoursLater: 2))
        defer { store.close() }
        var options = CollectionOptions()
        options.isFullScan = true
        let report = try store.collect(options)
        if report.strays.count > 0 || !report.failures.isEmpty { complain("the last collection: \(report)") }
        for table in [IndexTable.reserved, .doomed] where try store.count(table) > 0 {
            complain("\(table.name) is not empty after the last collection")
        }
        notes.withLock { $0.problems += checker.problems(in: machine.state).map { "collected: \($0)" } }
        for name in ["x", "y"] { try check(name, store, checker) }
        for problem in try emptiness(store, machine) { complain(problem) }
    }

    private func check(_ name: String, _ store: Store, _ checker: InvariantChecker) throws {
        let holder = try store.holder(name)
        let fact = holder.map(Promises.Fact.holds) ?? .absent
        let possible = history.possible(name)
        if !possible.contains(fact) { complain("\(name) is \(fact), and may only be \(possible)") }
        guard let holder, let row = try store.read({ (snapshot) throws(StoreError) in try snapshot.blob(holder) }),
            row.health == .ok
        else { return }
        let path = SimulatedStore.path(of: BlobObject(digest: holder, generation: row.generation))
        if checker.decayed.contains(path) { return }
        if try store.bytes(holder) != checker.known[holder] { complain("\(name) has other bytes") }
    }
}
