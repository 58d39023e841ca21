import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import ContentStore

/// What the kernel may answer to any call.
enum Fault: Int32, CaseIterable, Sendable, CustomTestStringConvertible {
    case io, noSpace, quota, tooManyFiles, access

    var code: Int32 {
        switch self {
        case .io: EIO
        case .noSpace: ENOSPC
        case .quota: EDQUOT
        case .tooManyFiles: EMFILE
        case .access: EACCES
        }
    }

    var testDescription: String { "\(Errno(rawValue: code))" }

    /// Whether the store said what happened.
    func explains(_ error: StoreError) -> Bool {
        switch error {
        case .syncFailed(_, let code): code == self.code
        case .noSpace: self == .noSpace || self == .quota
        case .permission: self == .access
        case .io(_, _, let code): code == self.code && (self == .io || self == .tooManyFiles)
        default: false
        }
    }
}

@Suite("With any one call failing")
struct FaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let scenario: Scenario
        let fault: Fault
        var testDescription: String { "\(scenario.testDescription): \(fault.testDescription)" }
    }

    static let cases = Scenario.all.flatMap { scenario in
        Fault.allCases.map { Case(scenario: scenario, fault: $0) }
    }

    @Test("the store says so, keeps what it promised, loses nothing it opened, and works again", arguments: cases)
    func everyCall(_ testCase: Case) throws {
        let scenario = testCase.scenario
        let (prepared, promises) = try scenario.prepared()
        let checker = InvariantChecker(scenario.blobs, decayedIn: prepared)
        var number = 0
        while true {
            number += 1
            let machine = SimulatedMachine(prepared)
            let process = machine.startProcess()
            let fault = CallFault(atCall: number, code: testCase.fault.code)
            let store = SimulatedStore.open(process, syncMode: scenario.syncMode, watch: fault) {
                (call) throws(StoreError) in
                // A commit of LMDB's fails before it is visible, or takes the environment with it.
                if call != .flush { try fault.willCall(call) }
            }
            let client = Client(store, promises)
            var failure: StoreError?
            do { try scenario.run(client) } catch { failure = error as? StoreError }
            guard let victim = fault.victim else {
                #expect(failure == nil)
                store.close()
                #expect(process.openFiles == 0)
                break
            }
            var problems: [String] = []
            if let failure, !testCase.fault.explains(failure) { problems.append("answered \(failure)") }
            let isSync = ["fsync", "syncfs", "syncDirectory"].contains(victim.call)
            if isSync, victim.path.hasPrefix("/store/blobs"), let failure, !failure.isFailedSync {
                problems.append("a failed sync was answered \(failure)")
            }
            // The session's file, where there is one, and nothing else.
            if process.openFiles > 1 { problems.append("\(process.openFiles) files are open") }
            if try store.count(.reserved) > 0 { problems.append("a reservation is left") }
            problems += checker.problems(in: machine.state)
            problems += client.current.broken(by: store, checker.known)
            do { try scenario.run(client) } catch { problems.append("the second try failed: \(error)") }
            problems += checker.problems(in: machine.state)
            problems += client.current.broken(by: store, checker.known)
            problems += try emptiness(store, machine)
            store.close()
            if process.openFiles > 0 { problems.append("\(process.openFiles) files are open at the end") }
            #expect(problems.isEmpty, "call \(number), \(victim.call) \(victim.path)")
        }
        // A scenario of fewer calls would not be one.
        #expect(number > 2)
    }
}

extension StoreError {
    var isFailedSync: Bool { if case .syncFailed = self { true } else { false } }
}
