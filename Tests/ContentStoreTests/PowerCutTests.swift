import Foundation
import Synchronization
import TestSupport
import Testing

@testable import ContentStore

/// More seeds where someone has the time: REGADMIN_LONG=1.
let isLongRun = ProcessInfo.processInfo.environment["REGADMIN_LONG"] == "1"

@Suite("After a power cut")
struct PowerCutTests {
    private struct Moment: Sendable {
        let state: SimulatedMachine.State
        let promises: Promises
    }

    /// Every state of the machine during a run, with what had been promised by then.
    private func moments(
        of scenario: Scenario, from prepared: SimulatedMachine.State, _ promises: Promises
    ) throws -> [Moment] {
        let machine = SimulatedMachine(prepared)
        let moments = Mutex<[Moment]>([])
        let store = SimulatedStore.open(machine.startProcess(), syncMode: scenario.syncMode)
        let client = Client(store, promises) { promises in
            // Promised, and nothing has happened since.
            moments.withLock { all in
                if let last = all.last { all.append(Moment(state: last.state, promises: promises)) }
            }
        }
        machine.observe { state in
            let promises = client.current
            moments.withLock { $0.append(Moment(state: state, promises: promises)) }
        }
        try scenario.run(client)
        machine.observe(nil)
        let end = Moment(state: machine.state, promises: client.current)
        store.close()
        return moments.withLock { $0 } + [end]
    }

    @Test("at any moment of it, the store keeps what it promised and nothing else", arguments: Scenario.all)
    func everyMoment(_ scenario: Scenario) throws {
        let (prepared, promises) = try scenario.prepared()
        let checker = InvariantChecker(scenario.blobs, decayedIn: prepared)
        let moments = try moments(of: scenario, from: prepared, promises)
        #expect(moments.count > 3)
        for (position, moment) in moments.enumerated() {
            let choices = min(moment.state.disk.uncertainties, 10)
            let most: UInt64 = isLongRun ? 4096 : 24
            let seeds = choices == 0 ? 1 : min(most, 2 << UInt64(choices))
            for seed in 0..<seeds {
                let problems = try reopen(moment.state.afterPowerCut(seed: seed), moment.promises, checker, scenario)
                #expect(problems.isEmpty, "moment \(position), seed \(seed)")
                if !problems.isEmpty { return }
            }
        }
    }

    private func reopen(
        _ state: SimulatedMachine.State, _ promises: Promises, _ checker: InvariantChecker, _ scenario: Scenario
    ) throws -> [String] {
        let machine = SimulatedMachine(state)
        let store = SimulatedStore.open(
            machine.startProcess(), syncMode: scenario.syncMode, clock: TestClock(hoursLater: 2))
        defer { store.close() }
        var problems = checker.problems(in: machine.state).map { "at once: \($0)" }
        let report = try store.collect()
        problems += report.failures
        problems += checker.problems(in: machine.state).map { "after a collection: \($0)" }
        problems += promises.broken(by: store, checker.known)
        if try store.count(.reserved) > 0 { problems.append("a dead writer's reservation is left") }
        if try store.count(.doomed) > 0 { problems.append("doomed objects are left") }
        problems += try emptiness(store, machine)
        return problems
    }
}
