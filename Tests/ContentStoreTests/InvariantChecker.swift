import Digests
import SystemPackage
import TestSupport

@testable import ContentStore

/// Holds the index, and the disk beside it, against the invariants that the storage protocol promises
/// at every moment: I1 to I4, and that the tables agree with each other.
struct InvariantChecker {
    /// What the index says, table by table.
    struct Contents {
        var blobs: [ContentDigest: BlobRow] = [:]
        var reserved: [BlobObject: ReservationRow] = [:]
        var doomed: [BlobObject: DoomedRow] = [:]
        private(set) var problems: [String] = []

        init(_ index: any IndexReading) throws(StoreError) {
            var references: [BlobName: Reference] = [:]
            var expected: [IndexTable: Set<[UInt8]>] = [:]
            var found: [IndexTable: Set<[UInt8]>] = [:]
            var sums = StoreCounters()
            try index.scan(.blob, from: []) { key, value in
                if IndexKey.isReferrer(key) {
                    found[.blob, default: []].insert(key)
                    return true
                }
                guard let row = BlobRow(decoding: value), row.digests.sha256.bytes == key else {
                    problems.append("a row of blob does not decode")
                    return true
                }
                blobs[row.digests.sha256] = row
                return true
            }
            try index.scan(.reserved, from: []) { key, value in
                if let object = IndexKey.object(decoding: key) { reserved[object] = ReservationRow(decoding: value) }
                return true
            }
            try index.scan(.doomed, from: []) { key, value in
                if let object = IndexKey.object(decoding: key) { doomed[object] = DoomedRow(decoding: value) }
                return true
            }
            try index.scan(.reference, from: []) { key, value in
                references[BlobName(key: key)] = Reference(decoding: value)
                return true
            }
            for (table, count) in [
                (IndexTable.reserved, reserved.count), (.doomed, doomed.count), (.reference, references.count),
            ] where try index.statistics(of: table).entries != count {
                problems.append("a row of \(table.name) does not decode")
            }
            var counts: [ContentDigest: UInt32] = [:]
            for (name, reference) in references {
                counts[reference.digest, default: 0] += 1
                expected[.blob, default: []].insert(IndexKey.referrer(reference.digest, reference.id))
                sums.references += 1
                sums.referencedBytes += blobs[reference.digest]?.size ?? 0
                if blobs[reference.digest] == nil { problems.append("I2: \(name) refers to no blob") }
                let back = try index.value(
                    for: IndexKey.referrer(reference.digest, reference.id), in: .blob)
                if back.flatMap(StoreSnapshot.payload) != name.key {
                    problems.append("the way back from \(name) leads elsewhere")
                }
            }
            for (digest, row) in blobs {
                let actual = counts[digest] ?? 0
                if row.references != actual {
                    problems.append("I2: a blob counts \(row.references) names and has \(actual)")
                }
                sums.blobs += 1
                sums.blobBytes += row.size
                if row.health == .damaged { sums.damagedBlobs += 1 }
                expected[.verification, default: []].insert(IndexKey.verification(at: row.hashedAt, digest))
                if row.references == 0 {
                    sums.unreferencedBlobs += 1
                    sums.unreferencedBytes += row.size
                    expected[.unreferenced, default: []]
                        .insert(IndexKey.unreferenced(since: row.unreferencedSince, digest))
                } else if row.unreferencedSince != 0 {
                    problems.append("a blob with a name says since when it has none")
                }
            }
            sums.doomedObjects = Int64(doomed.count)
            sums.doomedBytes = doomed.values.reduce(0) { $0 + $1.size }
            if found[.blob] ?? [] != expected[.blob] ?? [] {
                problems.append("the ways back are not what the names ask for")
            }
            for table in [IndexTable.verification, .unreferenced] {
                try index.scan(table, from: []) { key, _ in
                    found[table, default: []].insert(key)
                    return true
                }
                if found[table] ?? [] != expected[table] ?? [] {
                    problems.append("\(table.name) is not what the rows ask for")
                }
            }
            try index.scan(.listing, from: []) { key, _ in
                let entry = IndexKey.listing(decoding: key)
                if entry == nil || entry.flatMap({ blobs[$0.digest]?.created }) != entry?.created {
                    problems.append("a listing of no blob")
                }
                return true
            }
            let stored = try index.value(for: IndexKey.counters, in: .meta)
            if stored.map({ StoreCounters(decoding: $0) }) ?? StoreCounters() != sums {
                problems.append("the counters do not add up")
            }
            for object in reserved.keys where doomed[object] != nil { problems.append("I3: \(object) named twice") }
            for (digest, row) in blobs {
                let live = BlobObject(digest: digest, generation: row.generation)
                if reserved[live] != nil || doomed[live] != nil { problems.append("I3: \(live) named twice") }
            }
        }

        func names(_ object: BlobObject) -> Bool {
            reserved[object] != nil || doomed[object] != nil
                || blobs[object.digest]?.generation == object.generation
        }
    }

    /// What every digest stands for.
    let known: [ContentDigest: [UInt8]]

    /// Objects that decayed: I1 does not speak of them.
    var decayed: Set<String> = []

    /// - Parameter start: a state in which files may have been damaged behind the store's back.
    init(_ blobs: [TestBlob], decayedIn start: SimulatedMachine.State) {
        self.init(blobs)
        for (path, directory) in start.disk.directories where path.hasPrefix("/store/blobs/") {
            for name in directory.entries.keys {
                guard let object = BlobObject(name), let right = known[object.digest] else { continue }
                if start.disk.bytes(at: "\(path)/\(name)") != right { decayed.insert("\(path)/\(name)") }
            }
        }
    }

    init(_ blobs: [TestBlob]) { known = Dictionary(uniqueKeysWithValues: Set(blobs).map { ($0.digest, $0.bytes) }) }

    /// Everything that is wrong at this moment; nothing, if all is well.
    func problems(in state: SimulatedMachine.State) -> [String] {
        var problems: [String] = []
        do throws(StoreError) {
            let visible = try Contents(TablesTransaction(state.index.visible))
            problems += visible.problems + diskProblems(visible, state.disk)
            for key in state.index.everDoomed {
                guard let object = IndexKey.object(decoding: key) else { continue }
                if visible.reserved[object] != nil || visible.blobs[object.digest]?.generation == object.generation {
                    problems.append("I4: \(object) was doomed and is back")
                }
            }
            // What a power cut would leave of the index has to fit the disk just as well.
            let durable = try Contents(TablesTransaction(state.index.durable))
            problems += (durable.problems + diskProblems(durable, state.disk)).map { "after a power cut: \($0)" }
        } catch {
            problems.append("\(error)")
        }
        return problems
    }

    private func diskProblems(_ contents: Contents, _ disk: SimulatedDisk) -> [String] {
        var problems: [String] = []
        for (digest, row) in contents.blobs where row.health == .ok {
            let path = SimulatedStore.path(of: BlobObject(digest: digest, generation: row.generation))
            if decayed.contains(path) { continue }
            if disk.bytes(at: path) != known[digest] {
                problems.append("I1: \(path) is not there with its bytes")
            } else if disk.durableBytes(at: path) != known[digest] {
                problems.append("I1: \(path) would not survive a power cut")
            }
        }
        for (path, directory) in disk.directories where directory.mayHaveNames && path.hasPrefix("/store/blobs/") {
            // A name that is gone and not synced may come back.
            for name in Set(directory.entries.keys).union(directory.durableEntries.keys) {
                guard let object = BlobObject(name), SimulatedStore.path(of: object) == "\(path)/\(name)" else {
                    continue
                }
                if !contents.names(object) { problems.append("I3: \(path)/\(name) is named by nothing") }
            }
        }
        return problems
    }
}

/// Sees to it that only what is durably doomed is removed, and only what is damaged moved away (I4).
func removalProblem(_ call: String, _ path: FilePath, in state: SimulatedMachine.State) -> String? {
    guard call == "unlink" || call == "rename", let name = path.lastComponent?.string, let object = BlobObject(name),
        state.disk.entry(at: path.string) != nil, path.string.hasPrefix("/store/blobs/")
    else { return nil }
    if state.index.durable.value(for: IndexKey.object(object), in: .doomed) != nil { return nil }
    let row = state.index.durable.value(for: object.digest.bytes, in: .blob).flatMap(BlobRow.init(decoding:))
    if call == "rename", row?.health == .damaged { return nil }
    return "I4: \(call) of \(name), which is not durably doomed"
}
