import ContentStore
import Digests
import FixtureBuilders
import Foundation
import RegistryCore
import Synchronization
import Testing

@Suite("Uploads at the same time")
struct ConcurrentUploadTests {
    /// Runs `body` on that many threads and waits for all of them.
    private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let group = DispatchGroup()
        for number in 0..<count {
            group.enter()
            Thread {
                body(number)
                group.leave()
            }
            .start()
        }
        group.wait()
    }

    private struct Uploads: Sendable {
        let registry: Registry
        let blobs: [SealedBlob]
        let claims: [UploadClaims]

        init(_ test: TestRegistry, _ files: [BuiltDistribution]) throws {
            registry = test.registry
            blobs = try files.map { try test.sealed($0.bytes) }
            claims = files.map { UploadClaims(filename: $0.filename) }
        }

        func upload(_ number: Int) -> Result<PublishedFile, RegistryError> {
            Result { () throws(RegistryError) in
                try registry.publish(blobs[number], claims[number], to: .default)
            }
        }
    }

    @Test("are all stored, and share commits")
    func groupCommit() throws {
        try withRegistries { test in
            let count = 48
            let files = (0..<count).map { WheelBuilder("demo\($0 % 5)", version: "\($0)").build() }
            let uploads = try Uploads(test, files)
            let before = try test.registry.store.statistics().index.commits
            let failures = Mutex<[String]>([])
            // While the writer is held up, uploads gather: a crowd is then there whatever the machine's speed.
            let isHeld = DispatchSemaphore(value: 0)
            let mayGo = DispatchSemaphore(value: 0)
            let store = test.registry.store
            Thread {
                _ = try? store.write { (_) throws(StoreError) in
                    isHeld.signal()
                    mayGo.wait()
                }
            }
            .start()
            isHeld.wait()
            Thread {
                Thread.sleep(forTimeInterval: 1)
                mayGo.signal()
            }
            .start()
            onThreads(count) { number in
                if case .failure(let error) = uploads.upload(number) { failures.withLock { $0.append("\(error)") } }
            }
            #expect(failures.withLock { $0 } == [])
            #expect(try test.files().count == count)
            #expect(try test.registry.serial(of: .default) == UInt64(count))
            #expect(Set(try test.files().map(\.number)).count == count)
            // Alone, each takes two: one to reserve its place, one to publish.
            let commits = try test.registry.store.statistics().index.commits - before
            #expect(commits < count, "\(commits) commits for \(count) uploads")
        }
    }

    @Test("of one name with other bytes have one winner")
    func oneWinner() throws {
        try withRegistries { test in
            let files = (0..<12).map { WheelBuilder("demo", version: "1").header("Summary", "Number \($0)").build() }
            let uploads = try Uploads(test, files)
            let winners = Mutex<[Int]>([])
            let losers = Mutex(0)
            onThreads(files.count) { number in
                switch uploads.upload(number) {
                case .success: winners.withLock { $0.append(number) }
                case .failure(.refused(.filenameTaken(_, false))): losers.withLock { $0 += 1 }
                case .failure(let error): Issue.record("\(error)")
                }
            }
            let winner = try #require(winners.withLock { $0 }.first)
            #expect(winners.withLock { $0 }.count == 1)
            #expect(losers.withLock { $0 } == files.count - 1)
            #expect(try test.files().map(\.summary) == ["Number \(winner)"])
        }
    }

    @Test("of the same file store it once, and all succeed")
    func identical() throws {
        try withRegistries { test in
            let files = Array(repeating: WheelBuilder("demo", version: "1").build(), count: 12)
            let uploads = try Uploads(test, files)
            let ids = Mutex<Set<FileID>>([])
            let stored = Mutex(0)
            onThreads(files.count) { number in
                switch uploads.upload(number) {
                case .success(let published):
                    ids.withLock { _ = $0.insert(published.entry.id) }
                    if published.outcome == .stored { stored.withLock { $0 += 1 } }
                case .failure(let error): Issue.record("\(error)")
                }
            }
            #expect(ids.withLock { $0 }.count == 1)
            #expect(stored.withLock { $0 } == 1)
            #expect(try test.registry.serial(of: .default) == 1)
        }
    }
}
