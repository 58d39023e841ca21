import FixtureBuilders
import Foundation
import SystemPackage
import Testing

@testable import Archives

@Suite("A worker that fails")
struct WorkerFailureTests {
    private let archive = TarBuilder([.init("a", "b")]).bytes

    @Test("is confined: no files, sockets, processes or executable memory")
    func confinement() throws {
        let pool = ArchiveWorkerPool(testing: .standard)
        let confinement = try pool.confinement()
        #expect(confinement.resourceLimits)
        #expect(confinement.noNewPrivileges)
        #expect(try pool.probe(.openFile) == .refused(errno: EACCES))
        #expect(try pool.probe(.openSocket) == .stopped(.workerDied(signal: SIGSYS)))
        #expect(try pool.probe(.startProcess) == .stopped(.workerDied(signal: SIGSYS)))
        #expect(try pool.probe(.executableMemory) == .refused(errno: EACCES))
        #expect(try pool.probe(.writeWindow) == .refused(errno: EACCES))
        #expect(try pool.inspect(bytes: archive).listing.fileCount == 1)
    }

    @Test("by using up memory is replaced")
    func memory() throws {
        let pool = ArchiveWorkerPool(testing: .standard)
        guard case .stopped(.workerDied) = try pool.probe(.exhaustMemory) else {
            Issue.record("memory is not limited")
            return
        }
        #expect(try pool.inspect(bytes: archive).listing.fileCount == 1)
    }

    @Test("by computing without end is killed in time")
    func spin() throws {
        var limits = ArchiveLimits.standard
        limits.cpuTime = .milliseconds(300)
        let pool = ArchiveWorkerPool(testing: limits)
        #expect(try pool.probe(.spin) == .stopped(.timedOut))
        #expect(try pool.inspect(bytes: archive).listing.fileCount == 1)
    }

    @Test("by answering nonsense is replaced")
    func nonsense() throws {
        let pool = ArchiveWorkerPool(testing: .standard)
        #expect(try pool.probe(.answerNonsense) == .stopped(.protocolViolation))
        #expect(try pool.inspect(bytes: archive).listing.fileCount == 1)
    }

    @Test("by standing still is killed in time")
    func standstill() throws {
        var limits = ArchiveLimits.standard
        limits.waitingTime = .seconds(5)
        let pool = ArchiveWorkerPool(testing: limits)
        try pool.shelf.lend { (worker) throws(ArchiveError) in _ = kill(worker.process, SIGSTOP) }
        #expect(throws: ArchiveError.timedOut) { try pool.inspect(bytes: archive) }
        #expect(try pool.inspect(bytes: archive).listing.fileCount == 1)
    }

    @Test("between two archives harms neither")
    func idle() throws {
        let pool = ArchiveWorkerPool(testing: .standard)
        #expect(try pool.inspect(bytes: archive).listing.fileCount == 1)
        try pool.shelf.lend { (worker) throws(ArchiveError) in _ = kill(worker.process, SIGKILL) }
        usleep(50_000)
        #expect(try pool.inspect(bytes: archive).listing.fileCount == 1)
    }

    @Test("in the middle of an archive fails that archive only")
    func killed() throws {
        let pool = ArchiveWorkerPool(testing: .standard)
        let large = TarBuilder((0..<100).map { .init("m\($0)", bytes: [UInt8](repeating: 1, count: 100_000)) }).bytes
        let victim = try pool.shelf.lend { (worker) throws(ArchiveError) in worker.process }
        try withFile(of: large) { file in
            #expect(throws: ArchiveError.workerDied(signal: SIGKILL)) {
                try pool.stream(file, size: Int64(large.count)) { _, _ in
                    kill(victim, SIGKILL)
                    return .next
                }
            }
        }
        #expect(try pool.inspect(bytes: archive).listing.fileCount == 1)
    }

    @Test("to start says so")
    func cannotStart() throws {
        let missing = ArchiveWorkerPool(executable: "/nonexistent/regadmin", workers: 1)
        #expect(throws: ArchiveError.cannotStart(errno: ENOENT, doing: "spawn /nonexistent/regadmin")) {
            try missing.inspect(bytes: archive)
        }
        let other = ArchiveWorkerPool(executable: "/bin/true", workers: 1)
        #expect(throws: ArchiveError.cannotStart(errno: ENOEXEC, doing: "confine /bin/true")) {
            try other.inspect(bytes: archive)
        }
    }

    @Test("or not, leaves no descriptor behind")
    func descriptors() throws {
        let pool = ArchiveWorkerPool(testing: .standard)
        try withFile(of: archive) { file in
            let bad = try pool.shelf.lend { (worker) throws(ArchiveError) in worker.process }
            for round in 0..<1000 {
                if round % 250 == 0 { kill(bad, SIGKILL) }
                _ = try? pool.inspect(file, size: Int64(archive.count))
            }
            // Each worker holds one descriptor here; the process's table would show a leak by its highest number.
            #expect(try pool.inspect(file, size: Int64(archive.count)).listing.fileCount == 1)
            let probe = dup(0)
            defer { close(probe) }
            #expect(probe < 200)
        }
    }

    @Test("to be free is waited for, by many threads")
    func threads() throws {
        let pool = ArchiveWorkerPool(testing: .standard, workers: 2)
        let archives = (0..<8).map { TarBuilder([.init("thread-\($0)", "x")]).gzipped() }
        let results = Results()
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            for _ in 0..<50 {
                let text = try? pool.inspect(bytes: archives[index]).listing.members.first?.text
                if text == "thread-\(index)" { results.add() }
            }
        }
        #expect(results.count == 400)
    }
}

/// Counts from several threads.
private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var right = 0

    var count: Int { lock.withLock { right } }

    func add() { lock.withLock { right += 1 } }
}
