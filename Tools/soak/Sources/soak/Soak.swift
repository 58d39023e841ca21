import ContentStore
import Digests
import Glibc
import SystemPackage

/// Fills a new store with many small blobs, deletes a tenth of their names and collects, saying what each step took.
@main
struct Soak {
    /// Bytes of every blob; its number is in the first ones, so that all differ.
    static let blobBytes = 1024
    /// Names published, or deleted, in one transaction.
    static let batch = 1000
    /// What the registry attaches to a name: about as much as a file's record takes.
    static let payload = [UInt8](repeating: 0x70, count: 200)
    /// What the registry's record that leads from a file's id to its name takes, besides its key.
    static let fileName = [UInt8](repeating: 0x71, count: 45)

    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 3, let total = Int(words[2]), total >= 10 * batch, total % (10 * batch) == 0 else {
            complain("usage: soak NEW-DIRECTORY BLOBS; a multiple of \(10 * batch)")
            exit(2)
        }
        let root = FilePath(words[1])
        let store = try Store.create(at: root)
        let tenths = try fill(store, total: total)
        let indexBytes = try allocatedBytes(of: root.appending("index").appending("data.mdb"))

        let deleting = try measure { try deleteEveryTenth(store, total: total) }
        var options = CollectionOptions()
        options.graceSeconds = 0
        let plan = try store.planCollection(options)
        var report = CollectionReport()
        let collecting = try measure { report = try store.collect(options) }
        let memory = try privateMemory()
        let left = try store.read { (snapshot) throws(StoreError) in try snapshot.counters() }
        let objects = try countObjects(in: root.appending("blobs"))
        try checkRest(store, total: total)
        store.close()

        let slowest = tenths.map(\.rate).min() ?? 0
        let ratio = slowest / tenths[0].rate
        let perBlob = Double(indexBytes) / Double(total)
        for (step, tenth) in tenths.enumerated() {
            print(
                "blobs \(total / 10 * step) to \(total / 10 * (step + 1)): \(Int(tenth.rate)) blobs/s,"
                    + " \(Int(tenth.cpu)) us CPU and \(Int(tenth.written)) bytes written for each")
        }
        print("slowest step / first step: \(decimal(ratio)) (must be at least 0.70)")
        print("index: \(Int(perBlob)) bytes per blob (must be at most 1300)")
        print("deleting \(total / 10) names: \(decimal(deleting)) s")
        print("collecting \(report.removed.count) of \(plan.unreferenced.count) blobs: \(decimal(collecting)) s")
        print("left: \(left.blobs) blobs in the index, \(objects) on disk; private memory \(memory / 1_000_000) MB")

        let isExact = report.removed.count == total / 10 && left.blobs == total - total / 10 && objects == left.blobs
        guard ratio >= 0.7, perBlob <= 1300, isExact else {
            complain("soak: not within its limits")
            exit(1)
        }
    }

    /// What a tenth of the filling took.
    struct Tenth {
        /// Blobs a second.
        let rate: Double
        /// Microseconds of processor time for a blob, the kernel's included.
        let cpu: Double
        /// Bytes for a blob that this process caused to be written, the journal's and padding apart.
        let written: Double
    }

    /// Publishes `total` blobs.
    static func fill(_ store: Store, total: Int) throws -> [Tenth] {
        try (0..<10).map { tenth in
            let (cpu, written) = (processorTime(), try bytesWritten())
            let seconds = try measure {
                for first in stride(from: total / 10 * tenth, to: total / 10 * (tenth + 1), by: batch) {
                    let outcomes = try store.publish((first..<first + batch).map(publication))
                    for outcome in outcomes { _ = try outcome.get() }
                }
            }
            let count = Double(total / 10)
            return Tenth(
                rate: count / seconds, cpu: (processorTime() - cpu) * 1_000_000 / count,
                written: Double(try bytesWritten() - written) / count)
        }
    }

    static func publication(_ number: Int) throws -> Publication {
        let bytes = content(number)
        var stream = DigestStream()
        stream.update(bytes.span)
        let digests = stream.finalize().digests
        return Publication(
            name: try name(number), blob: SealedBlob(bytes: bytes, digests: digests), payload: payload
        ) { (change, _) throws(StoreError) in
            try change.putRecord(fileName, for: fileKey(number))
        }
    }

    /// As the registry's: a letter, its id, and an id of the file that begins with the time.
    static func fileKey(_ number: Int) -> [UInt8] {
        let sequence = withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) }
        return Array("F0123456789abcdef".utf8) + sequence + content(number).prefix(8)
    }

    static func deleteEveryTenth(_ store: Store, total: Int) throws {
        for first in stride(from: 0, to: total, by: 10 * batch) {
            try store.write { (change) throws(StoreError) in
                for number in stride(from: first, to: first + 10 * batch, by: 10) {
                    _ = try change.delete(try name(number))
                }
            }
        }
    }

    /// Reads a thousandth of the blobs that must still be there.
    static func checkRest(_ store: Store, total: Int) throws {
        for number in stride(from: 1, to: total, by: 1000) {
            let wanted = content(number)
            let reference = try store.read { (snapshot) throws(StoreError) in try snapshot.reference(try name(number)) }
            guard let reference else { throw SoakFailure.lost(number) }
            var read: [UInt8] = []
            try store.open(reference.digest).forEachChunk { unsafe read.append(contentsOf: $0) }
            guard read == wanted else { throw SoakFailure.lost(number) }
        }
    }

    static func name(_ number: Int) throws(StoreError) -> BlobName {
        let text = String(number)
        return try BlobName(["soak", "packages", String(repeating: "0", count: 8 - text.utf8.count) + text])
    }

    static func content(_ number: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: blobBytes) { room, count in
            var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
            for position in 0..<blobBytes {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                room[position] = UInt8(state >> 56)
            }
            count = blobBytes
        }
    }
}

/// What only a broken store brings about.
enum SoakFailure: Error {
    /// A blob whose name was not deleted is gone, or has other bytes.
    case lost(Int)
}
