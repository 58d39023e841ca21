import Digests
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import ContentStore

/// A real store does what a dictionary does, whatever is done to both.
@Suite("A store and a dictionary")
struct ModelTests {
    /// What the store should hold.
    private struct Model {
        var names: [String: Int] = [:]
        var damaged: Set<Int> = []
    }

    private static let blobs = (0..<5).map { TestBlob("model \($0)", count: $0 == 4 ? 300_000 : 50 * ($0 + 1)) }
    private static let names = ["a", "b", "c", "d"]

    @Test("hold the same after any sequence of calls", arguments: 0..<(isLongRun ? 400 : 6))
    func random(seed: Int) throws {
        try withTemporaryDirectory { directory in
            var random = SeededRandom(seed: UInt64(seed) + 1000)
            let path = directory.appending("store")
            var store = try Store.create(at: path, options: StoreOpenTests.options)
            defer { store.close() }
            var model = Model()
            for step in 0..<60 {
                let name = Self.names.randomElement(using: &random) ?? ""
                let number = Int.random(in: 0..<Self.blobs.count, using: &random)
                let blob = Self.blobs[number]
                let problem: String?
                switch Int.random(in: 0..<20, using: &random) {
                case 0..<7: problem = try put(name, number, store, &model)
                case 7..<11:
                    let removed = try store.remove(name)?.digest
                    problem = removed == model.names[name].map { Self.blobs[$0].digest } ? nil : "delete of \(name)"
                    model.names[name] = nil
                case 11..<13: problem = try link(name, number, store, &model)
                case 13..<15:
                    var options = CollectionOptions()
                    options.isFullScan = Bool.random(using: &random)
                    options.quarantinesDamaged = Bool.random(using: &random)
                    let report = try store.collect(options)
                    problem = report.strays.count > 0 || !report.failures.isEmpty ? "\(report)" : nil
                    model.damaged.formIntersection(model.names.values)
                case 15..<17: problem = try damage(number, store, &model, &random)
                case 17:
                    let report = try store.verify()
                    problem = report.damaged == model.damaged.count ? nil : "verify found \(report.damaged)"
                case 18:
                    store.close()
                    store = try Store.open(at: path, options: StoreOpenTests.options)
                    problem = nil
                default:
                    let found = try store.read { (snapshot) throws(StoreError) in
                        try snapshot.blobs(matching: blob.digests.sha1)
                    }
                    problem = found.count > 1 ? "sha1 found \(found.count)" : nil
                }
                if let problem { Issue.record("seed \(seed), step \(step): \(problem)") }
                #expect(try differences(store, model) == [], "seed \(seed), step \(step)")
            }
        }
    }

    private func put(_ name: String, _ number: Int, _ store: Store, _ model: inout Model) throws -> String? {
        let blob = Self.blobs[number]
        do throws(StoreError) {
            let outcome = try store.put(name, blob)
            let held = model.names[name]
            if held != nil && held != number { return "\(name) was given away" }
            if outcome == .healed {
                if !model.damaged.contains(number) { return "healed what was whole" }
                model.damaged.remove(number)
            } else if outcome != (held == nil ? .stored : .present) {
                return "put of \(name) said \(outcome)"
            }
            model.names[name] = number
            return nil
        } catch {
            guard let held = model.names[name], error == .nameConflict(existing: Self.blobs[held].digest) else {
                return "put: \(error)"
            }
            return held == number ? "a conflict with itself" : nil
        }
    }

    private func link(_ name: String, _ number: Int, _ store: Store, _ model: inout Model) throws -> String? {
        let isHealthy = try store.row(Self.blobs[number])?.health == .ok
        do throws(StoreError) {
            try store.link(name, to: Self.blobs[number].digest)
            if let held = model.names[name], held != number { return "\(name) was given away" }
            model.names[name] = number
            return isHealthy || model.names[name] == number ? nil : "linked what is not there"
        } catch {
            if let held = model.names[name], held != number { return nil }
            return isHealthy ? "link: \(error)" : nil
        }
    }

    /// Flips, cuts or removes the live copy behind the store's back, and lets the store find out.
    private func damage(
        _ number: Int, _ store: Store, _ model: inout Model, _ random: inout SeededRandom
    ) throws -> String? {
        let blob = Self.blobs[number]
        guard try store.row(blob)?.health == .ok else { return nil }
        let path = try store.path(of: blob).string
        var bytes = blob.bytes
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        default: bytes = []
        }
        try FileManager.default.removeItem(atPath: path)
        if !bytes.isEmpty { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
        model.damaged.insert(number)
        var options = VerificationOptions()
        options.only = [blob.digest]
        return try store.verify(options).damaged == 1 ? nil : "the damage was not found"
    }

    private func differences(_ store: Store, _ model: Model) throws -> [String] {
        var problems: [String] = []
        for name in Self.names {
            let expected = model.names[name].map { Self.blobs[$0].digest }
            if try store.holder(name) != expected { problems.append("\(name) is not what it should be") }
        }
        for number in Set(model.names.values) {
            let blob = Self.blobs[number]
            let isDamaged = model.damaged.contains(number)
            if try store.row(blob)?.health != (isDamaged ? .damaged : .ok) { problems.append("health of \(number)") }
            if !isDamaged, try store.bytes(blob.digest) != blob.bytes { problems.append("bytes of \(number)") }
        }
        let contents = try store.read { (snapshot) throws(StoreError) in
            try InvariantChecker.Contents(snapshot.index)
        }
        problems += contents.problems
        if !contents.reserved.isEmpty { problems.append("a reservation is left") }
        try store.blobs.scan { object, name, _ in
            if object.map({ !contents.names($0) }) ?? true { problems.append("\(name) is named by nothing") }
            return true
        }
        return problems
    }
}
