import Digests
import TestSupport
import Testing

@testable import ContentStore

@Suite("A row of the index")
struct RowTests {
    private static let blob = TestBlob("row", count: 10)

    private static func blobRow() -> BlobRow {
        var row = BlobRow(
            generation: Generation(value: .max), references: 3, size: 1 << 40, digests: blob.digests, created: 5)
        row.health = .damaged
        row.verifiedAt = .max
        row.unreferencedSince = .max
        return row
    }
    private static func counters() -> StoreCounters {
        var counters = StoreCounters()
        counters.blobs = 1
        counters.damagedBlobs = -1
        counters.doomedBytes = .max
        return counters
    }
    private static let doomed = DoomedRow(
        mark: .max, since: 7, size: 9, reason: .replacedDamage, wasDamaged: true)
    private static let reservation = ReservationRow(session: SessionID(high: 1, low: .max), size: 3)
    private static let hold = HoldRow(session: SessionID(high: .max, low: 2))
    private static let reference = Reference(
        digest: blob.digest, id: ReferenceID(high: 1, low: 2), created: 3, payload: [4, 5, 6])

    @Test("reads back as it was written")
    func roundTrip() {
        #expect(BlobRow(decoding: Self.blobRow().encoded) == Self.blobRow())
        #expect(StoreCounters(decoding: Self.counters().encoded) == Self.counters())
        #expect(DoomedRow(decoding: Self.doomed.encoded) == Self.doomed)
        #expect(ReservationRow(decoding: Self.reservation.encoded) == Self.reservation)
        #expect(HoldRow(decoding: Self.hold.encoded) == Self.hold)
        #expect(Reference(decoding: Self.reference.encoded) == Self.reference)
        #expect(StoreSnapshot.payload(StoreSnapshot.wrap([1, 2, 3])) == [1, 2, 3])
        #expect(StoreSnapshot.payload(StoreSnapshot.wrap([])) == [])
    }

    @Test("with any one bit turned, cut short, or with a byte too many is not read at all")
    func damage() {
        let decoders: [(row: [UInt8], isRead: ([UInt8]) -> Bool)] = [
            (Self.blobRow().encoded, { BlobRow(decoding: $0) != nil }),
            (Self.counters().encoded, { StoreCounters(decoding: $0) != nil }),
            (Self.doomed.encoded, { DoomedRow(decoding: $0) != nil }),
            (Self.reservation.encoded, { ReservationRow(decoding: $0) != nil }),
            (Self.hold.encoded, { HoldRow(decoding: $0) != nil }),
            (Self.reference.encoded, { Reference(decoding: $0) != nil }),
            (StoreSnapshot.wrap([1, 2, 3]), { StoreSnapshot.payload($0) != nil }),
        ]
        for (row, isRead) in decoders {
            #expect(isRead(row))
            for bit in 0..<row.count * 8 {
                var flipped = row
                flipped[bit / 8] ^= 1 << (bit % 8)
                #expect(!isRead(flipped))
            }
            for count in 0..<row.count { #expect(!isRead(Array(row[..<count]))) }
            #expect(!isRead(row + [0]))
        }
    }

    @Test("with a right checksum and senseless fields is not read either")
    func nonsense() {
        func row(_ version: UInt8, _ fields: [UInt8]) -> [UInt8] {
            var writer = RowWriter(version: version)
            writer.append(fixed: fields)
            return writer.finish()
        }
        for count in 0..<260 {
            let fields = [UInt8](repeating: 0xFF, count: count)
            #expect(BlobRow(decoding: row(1, fields)) == nil)
            #expect(DoomedRow(decoding: row(1, fields)) == nil)
            #expect(Reference(decoding: row(1, fields)) == nil)
            #expect(StoreSnapshot.payload(row(1, fields)) == nil)
        }
        #expect(HoldRow(decoding: row(2, [UInt8](repeating: 0, count: 16))) == nil)
        #expect(HoldRow(decoding: row(1, [UInt8](repeating: 0, count: 16))) != nil)
    }

    @Test("has a key that sorts as what it is made of does, and reads back")
    func keys() throws {
        var random = SeededRandom(seed: 3)
        let digests = (0..<40).map { TestBlob("key \($0)").digest }
        let seconds = (0..<40).map { _ in UInt32.random(in: .min ... .max, using: &random) } + [0, .max, 255, 256]
        let times = (0..<40).map { _ in Int64.random(in: 0 ... .max, using: &random) } + [0, 255, 256, .max]
        for first in digests.prefix(8) {
            for second in digests.prefix(8) {
                for (one, two) in zip(seconds, seconds.reversed()) {
                    let isBefore = (one, first) < (two, second)
                    let keys = (IndexKey.verification(at: one, first), IndexKey.verification(at: two, second))
                    #expect(keys.0.lexicographicallyPrecedes(keys.1) == isBefore)
                }
                for (one, two) in zip(times, times.reversed()) {
                    let isBefore = (one, first) < (two, second)
                    let keys = (IndexKey.unreferenced(since: one, first), IndexKey.unreferenced(since: two, second))
                    #expect(keys.0.lexicographicallyPrecedes(keys.1) == isBefore)
                }
            }
        }
        let object = BlobObject(digest: digests[0], generation: .random())
        #expect(IndexKey.object(decoding: IndexKey.object(object)) == object)
        #expect(BlobObject(object.description) == object)
        let unreferenced = try #require(
            IndexKey.unreferenced(decoding: IndexKey.unreferenced(since: .max, digests[1])))
        #expect(unreferenced.since == .max && unreferenced.digest == digests[1])
        let verification = try #require(
            IndexKey.verification(decoding: IndexKey.verification(at: 77, digests[2])))
        #expect(verification.at == 77 && verification.digest == digests[2])
        for count in 0..<64 where count != 40 {
            #expect(IndexKey.object(decoding: [UInt8](repeating: 1, count: count)) == nil)
            #expect(IndexKey.unreferenced(decoding: [UInt8](repeating: 1, count: count)) == nil)
        }
    }

    @Test("of a file name is an object's only when it is spelt exactly so")
    func objectNames() {
        let good = "\(Self.blob.digest.hex).00000000000000ff"
        #expect(BlobObject(good)?.generation == Generation(value: 255))
        for wrong in [
            "", ".", good + "0", String(good.dropLast()), good.uppercased(), good.replacing(".", with: "-"),
            good + ".x", "+" + good.dropFirst(), good.replacing("00ff", with: "+0ff"), " " + good,
            good.replacing("00ff", with: "00fF"),
        ] {
            #expect(BlobObject(wrong) == nil)
        }
    }

    @Test("is found by every digest, and told from others that begin alike")
    func lookUp() throws {
        try SimulatedStore.with { store, _ in
            try store.put("a", Self.blob)
            for algorithm in DigestAlgorithm.allCases {
                let found = try store.read { (snapshot) throws(StoreError) in
                    try snapshot.blobs(matching: Self.blob.digests[algorithm])
                }
                #expect(found.map(\.digests) == [Self.blob.digests])
            }
            // Two blobs whose MD5 is the same, and one whose SHA-512 has the same first half: rows that
            // nobody could make from bytes within a test's patience.
            var rows: [BlobRow] = []
            for number in 0..<3 {
                var all: [UInt8] = []
                TestBlob("forged \(number)").digests.append(to: &all)
                let base = Self.blob.digests
                if number < 2 { all.replaceSubrange(0..<16, with: base.md5.bytes) }
                all.replaceSubrange(68..<84, with: base.sha512.bytes.prefix(16))
                guard let digests = DigestSet(encoded: all.span) else { preconditionFailure("164 bytes") }
                rows.append(
                    BlobRow(
                        generation: .random(), references: 0, size: 1, digests: digests, created: Int64(number)))
            }
            let forged = rows
            try store.write { (change) throws(StoreError) in
                for row in forged {
                    try change.addBlob(row)
                    try change.putBlob(row)
                }
            }
            let (md5, sha512, none) = try store.read { (snapshot) throws(StoreError) in
                (
                    try snapshot.blobs(matching: Self.blob.digests.md5),
                    try snapshot.blobs(matching: Self.blob.digests.sha512),
                    try snapshot.blobs(matching: TestBlob("elsewhere").digests.sha1)
                )
            }
            #expect(Set(md5.map(\.digests)) == Set([Self.blob.digests, forged[0].digests, forged[1].digests]))
            #expect(sha512.map(\.digests) == [Self.blob.digests])
            #expect(none == [])
        }
    }
}
