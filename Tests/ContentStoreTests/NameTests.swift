import Digests
import SystemPackage
import TestSupport
import Testing

@testable import ContentStore

@Suite("A name")
struct NameTests {
    private let one = TestBlob("one", count: 100)
    private let two = TestBlob("two", count: 100)

    @Test("can be given to bytes that are there, and to no others")
    func link() throws {
        try SimulatedStore.with { store, machine in
            try store.put("a", one)
            try store.link("b", to: one.digest)
            try store.link("b", to: one.digest)
            #expect(try store.row(one)?.references == 2)
            #expect(throws: StoreError.notFound("sha256:\(two.digest.hex)")) { try store.link("c", to: two.digest) }
            try store.put("c", two)
            #expect(throws: StoreError.nameConflict(existing: two.digest)) { try store.link("c", to: one.digest) }
            let path = try store.path(of: one).string
            machine.change { $0.disk.lose(path) }
            #expect(throws: StoreError.self) { try store.open(one.digest) }
            #expect(throws: StoreError.notFound("sha256:\(one.digest.hex)")) { try store.link("d", to: one.digest) }
        }
    }

    @Test("deleted and made anew is not deleted again by the first deletion's repetition")
    func staleID() throws {
        try SimulatedStore.with { store, machine in
            try store.put("a", one)
            let first = try #require(try store.remove("a"))
            #expect(try store.remove("a") == nil)
            try store.put("a", one)
            let repeated = try store.write { (change) throws(StoreError) in
                try change.delete(BlobName("a"), id: first.id)
            }
            #expect(repeated == nil)
            #expect(try store.holder("a") == one.digest)
            let second = try #require(try store.remove("a"))
            #expect(second.id != first.id)
            #expect(InvariantChecker([one]).problems(in: machine.state) == [])
        }
    }

    @Test("that is the last one leaves its bytes to the collector, unless it comes back in time")
    func unreferenced() throws {
        try SimulatedStore.with { store, machine in
            try store.put("a", one)
            let generation = try store.row(one)?.generation
            try store.remove("a")
            #expect(try store.row(one)?.references == 0)
            #expect(try store.count(.unreferenced) == 1)
            #expect(try store.put("b", one) == .stored)
            #expect(try store.count(.unreferenced) == 0)
            #expect(try store.collect().removed.count == 0)
            #expect(try store.row(one)?.generation == generation)
            try store.remove("b")
            #expect(try store.collect().removed == Amount(count: 1, bytes: 100))
            #expect(try store.row(one) == nil)
            #expect(throws: StoreError.notFound("sha256:\(one.digest.hex)")) { try store.open(one.digest) }
            #expect(InvariantChecker([one]).problems(in: machine.state) == [])
        }
    }

    @Test("keeps its place and its bytes when its payload changes")
    func payload() throws {
        try SimulatedStore.with { store, _ in
            try store.put("a", one, payload: [1])
            try store.write { (change) throws(StoreError) in try change.setPayload([2, 3], of: BlobName("a")) }
            let reference = try store.read { (snapshot) throws(StoreError) in try snapshot.reference(BlobName("a")) }
            #expect(reference?.payload == [2, 3])
            #expect(reference?.digest == one.digest)
            #expect(throws: StoreError.notFound("b")) {
                try store.write { (change) throws(StoreError) in try change.setPayload([], of: BlobName("b")) }
            }
        }
    }

    @Test("has components without NUL that are not empty, and 511 bytes at most")
    func components() throws {
        for wrong in [[], [""], ["a", ""], ["a\0b"], [String(repeating: "x", count: 512)]] {
            #expect(throws: StoreError.self) { try BlobName(wrong) }
        }
        let name = try BlobName(["org", "registry", String(repeating: "x", count: 498)])
        #expect(name.key.count == 511)
        #expect(name.components.prefix(2) == ["org", "registry"])
        try SimulatedStore.with { store, _ in
            try store.publish([Publication(name: name, blob: try store.stage(one))]).forEach { _ = try $0.get() }
            let held = try store.read { (snapshot) throws(StoreError) in try snapshot.reference(name)?.digest }
            #expect(held == one.digest)
        }
    }

    @Test("is listed under its components and not under what merely begins alike")
    func scan() throws {
        try SimulatedStore.with { store, _ in
            for components in [["a", "1"], ["a", "2"], ["ab", "1"], ["a-b", "1"], ["b", "1"]] {
                _ = try store.publish([Publication(name: try BlobName(components), blob: try store.stage(one))])
            }
            let found = try store.read { (snapshot) throws(StoreError) in
                var found: [[String]] = []
                try snapshot.scanReferences(under: ["a"]) { name, _ in
                    found.append(name.components)
                    return true
                }
                return found
            }
            #expect(found == [["a", "1"], ["a", "2"]])
        }
    }
}
