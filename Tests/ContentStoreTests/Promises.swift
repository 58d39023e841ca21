import Digests
import Synchronization

@testable import ContentStore

/// What a client may rely on: for each name, what it can be found to stand for.
///
/// While a call is under way both what was and what will be are possible; once it is acknowledged only
/// what was acknowledged is.
struct Promises: Sendable {
    enum Fact: Hashable, Sendable {
        case absent
        /// The name stands for these bytes, and they can be read.
        case holds(ContentDigest)
        /// The name stands for a blob that is known to be damaged.
        case damaged(ContentDigest)
    }

    private(set) var possible: [String: Set<Fact>] = [:]

    func facts(_ name: String) -> Set<Fact> { possible[name] ?? [.absent] }

    mutating func begin(_ name: String, _ fact: Fact) { possible[name] = facts(name).union([fact]) }
    mutating func settle(_ name: String, _ facts: Set<Fact>) { possible[name] = facts }

    /// What of this a store does not keep.
    func broken(by store: Store, _ known: [ContentDigest: [UInt8]]) -> [String] {
        possible.keys.sorted().compactMap { name in
            do throws(StoreError) {
                guard let digest = try store.holder(name) else {
                    return facts(name).contains(.absent) ? nil : "\(name) is gone"
                }
                if facts(name).contains(.damaged(digest)) { return nil }
                guard facts(name).contains(.holds(digest)) else { return "\(name) holds what it should not" }
                return try store.bytes(digest) == known[digest] ? nil : "\(name) has other bytes"
            } catch {
                return "\(name): \(error)"
            }
        }
    }
}

/// Uses a store, and keeps account of what it was promised.
final class Client: Sendable {
    let store: Store
    private let promises: Mutex<Promises>
    private let onAcknowledgement: @Sendable (Promises) -> Void

    init(
        _ store: Store, _ promises: Promises = Promises(),
        onAcknowledgement: @escaping @Sendable (Promises) -> Void = { _ in }
    ) {
        self.store = store
        self.promises = Mutex(promises)
        self.onAcknowledgement = onAcknowledgement
    }

    var current: Promises { promises.withLock { $0 } }

    private func settle(_ name: String, _ facts: Set<Promises.Fact>) {
        promises.withLock { $0.settle(name, facts) }
        onAcknowledgement(current)
    }

    /// Publishes blobs in one batch; throws the first failure of one of them.
    func put(_ items: [(name: String, blob: TestBlob)]) throws(StoreError) {
        var publications: [Publication] = []
        for item in items {
            publications.append(Publication(name: BlobName(item.name), blob: try store.stage(item.blob)))
        }
        let before = current
        for item in items { promises.withLock { $0.begin(item.name, .holds(item.blob.digest)) } }
        let results = try store.publish(publications)
        var failure: StoreError?
        for (item, result) in zip(items, results) {
            switch result {
            case .success: settle(item.name, [.holds(item.blob.digest)])
            case .failure(let error):
                // A failed one has left nothing.
                settle(item.name, before.facts(item.name))
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    func put(_ name: String, _ blob: TestBlob) throws(StoreError) { try put([(name, blob)]) }

    /// Says that the bytes behind a name have been tampered with.
    func expectDamage(_ name: String, _ blob: TestBlob) { settle(name, [.damaged(blob.digest)]) }

    func delete(_ name: String) throws(StoreError) {
        promises.withLock { $0.begin(name, .absent) }
        try store.remove(name)
        settle(name, [.absent])
    }

    func link(_ name: String, _ blob: TestBlob) throws(StoreError) {
        promises.withLock { $0.begin(name, .holds(blob.digest)) }
        try store.link(name, to: blob.digest)
        settle(name, [.holds(blob.digest)])
    }

    /// Verifies all blobs, and notes what came of it.
    @discardableResult
    func verify() throws(StoreError) -> VerificationReport {
        var options = VerificationOptions()
        options.threads = 1
        let report = try store.verify(options)
        // On a full disk it tells what it cannot note; what follows here needs the note.
        if report.unrecorded > 0 { throw .noSpace(path: "index") }
        return report
    }

    @discardableResult
    func collect(isFullScan: Bool = false) throws(StoreError) -> CollectionReport {
        var options = CollectionOptions()
        options.isFullScan = isFullScan
        return try store.collect(options)
    }
}
