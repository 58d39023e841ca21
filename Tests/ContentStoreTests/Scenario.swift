import Digests
import TestSupport
import Testing

@testable import ContentStore

/// Something that a process does to a store, small enough to be interrupted at every call it makes.
struct Scenario: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let syncMode: SyncMode
    let blobs: [TestBlob]
    /// Brings the store to where the scenario begins.
    let prepare: @Sendable (Client) throws -> Void
    /// Damages files behind the store's back after that.
    let damage: @Sendable (inout SimulatedDisk) -> Void
    /// What is looked at; can be done again after it failed.
    let run: @Sendable (Client) throws -> Void

    init(
        _ name: String, syncMode: SyncMode = .automatic, blobs: [TestBlob],
        prepare: @escaping @Sendable (Client) throws -> Void = { _ in },
        damage: @escaping @Sendable (inout SimulatedDisk) -> Void = { _ in },
        run: @escaping @Sendable (Client) throws -> Void
    ) {
        testDescription = name
        self.syncMode = syncMode
        self.blobs = blobs
        self.prepare = prepare
        self.damage = damage
        self.run = run
    }

    /// A machine at which the scenario can begin, all of it durable, and what it has promised so far.
    func prepared() throws -> (state: SimulatedMachine.State, promises: Promises) {
        let machine = SimulatedMachine(SimulatedStore.newMachine())
        let client = Client(SimulatedStore.open(machine.startProcess(), syncMode: syncMode))
        try prepare(client)
        client.store.close()
        machine.change { state in
            damage(&state.disk)
            state.disk.syncAll()
            state.index.sync()
        }
        return (machine.state, client.current)
    }

    private static let small = TestBlob("small", count: 300)
    private static let other = TestBlob("other", count: 200)
    private static let third = TestBlob("third", count: 100)
    /// Beyond what is kept in memory.
    private static let large = TestBlob("large", count: StagedBlob.memoryLimit + 5000)

    /// Makes every object of the blob unreadable as what it should be.
    private static func flip(_ blob: TestBlob, _ disk: inout SimulatedDisk) {
        for (path, directory) in disk.directories {
            for name in directory.entries.keys where name.hasPrefix(blob.digest.hex) {
                disk.meddle(at: "\(path)/\(name)") { $0[0] ^= 1 }
            }
        }
    }

    static let all: [Scenario] = [
        Scenario("put of a small blob", blobs: [small]) { try $0.put("a", small) },
        Scenario("put of a large blob", blobs: [large]) { try $0.put("a", large) },
        Scenario("put with one sync of the file system", syncMode: .fileSystem, blobs: [small, large]) {
            try $0.put([("a", small), ("b", large)])
        },
        Scenario("put of a batch", blobs: [small, other, third]) {
            try $0.put([("a", small), ("b", small), ("c", other), ("d", third)])
        },
        Scenario("put of known bytes under another name", blobs: [small], prepare: { try $0.put("a", small) }) {
            try $0.put("b", small)
        },
        Scenario("delete", blobs: [small, other], prepare: { try $0.put([("a", small), ("b", small), ("c", other)]) }) {
            try $0.delete("a")
            try $0.delete("c")
        },
        Scenario(
            "condemn and sweep", blobs: [small, other, third],
            prepare: { client in
                try client.put([("a", small), ("b", other), ("c", third)])
                try client.delete("a")
                try client.delete("b")
            }, run: { try $0.collect() }),
        Scenario(
            "heal", blobs: [small],
            prepare: { client in
                try client.put("a", small)
                client.expectDamage("a", small)
            }, damage: { flip(small, &$0) },
            run: { client in
                try client.verify()
                try client.put("a", small)
                try client.collect()
            }),
        Scenario(
            "delete, put again and collect", blobs: [small, other],
            prepare: { try $0.put("a", small) },
            run: { client in
                try client.delete("a")
                try client.collect()
                try client.put([("a", small), ("b", other)])
                try client.delete("b")
                try client.collect()
            }),
    ]
}

/// Takes every name away and collects: then nothing may be left (I7).
func emptiness(_ store: Store, _ machine: SimulatedMachine) throws -> [String] {
    let names = try store.read { (snapshot) throws(StoreError) in
        var names: [BlobName] = []
        try snapshot.scanReferences(under: []) { name, _ in
            names.append(name)
            return true
        }
        return names
    }
    try store.write { (change) throws(StoreError) in for name in names { try change.delete(name) } }
    let report = try store.collect()
    var problems = report.failures
    for table in IndexTable.allCases where table != .meta {
        if try store.count(table) != 0 { problems.append("I7: \(table.name) is not empty") }
    }
    let sums = try store.read { (snapshot) throws(StoreError) in try snapshot.counters() }
    if sums != StoreCounters() { problems.append("I7: the counters are not zero") }
    for (path, directory) in machine.state.disk.directories
    where directory.mayHaveNames && path.hasPrefix("/store/blobs/") {
        problems += directory.entries.keys.map { "I7: \(path)/\($0) is left" }
    }
    return problems
}
