import Testing

@testable import Archives

@Suite("A stored listing")
struct ArchiveListingCodingTests {
    private static let odd = ArchiveListing(
        format: .tarXz,
        members: [
            ArchiveMember(path: Array("demo/a.py".utf8), kind: .file, size: 0, mode: 0o644, modified: 1_700_000_000),
            ArchiveMember(path: Array("demo/ab.py".utf8), kind: .file, size: .max, mode: 0o4755, modified: .min),
            ArchiveMember(path: [], kind: .directory, modified: .max),
            ArchiveMember(path: [0xff], kind: .symlink, size: nil, linkTarget: [0xfe, 0x2f], warning: "odd"),
            ArchiveMember(path: [0xff], kind: .hardLink, size: -1, linkTarget: Array("demo".utf8)),
            ArchiveMember(path: Array("é".utf8), kind: .other, isEncrypted: true, warning: ""),
            ArchiveMember(path: Array("é".utf8), kind: .other, modified: nil, isEncrypted: true),
        ])

    @Test("comes back as it went in")
    func roundTrip() throws {
        #expect(try ArchiveListing(decoding: Self.odd.encoded()) == Self.odd)
        let empty = ArchiveListing(format: .zip, members: [])
        #expect(try ArchiveListing(decoding: empty.encoded()) == empty)
    }

    @Test("of a small wheel is small")
    func small() {
        let names = [
            "demo/__init__.py", "demo/core.py", "demo-1.0.dist-info/METADATA", "demo-1.0.dist-info/WHEEL",
            "demo-1.0.dist-info/RECORD",
        ]
        let members = names.map {
            ArchiveMember(path: Array($0.utf8), kind: .file, size: 700, mode: 0o644, modified: 1_700_000_000)
        }
        #expect(ArchiveListing(format: .zip, members: members).encoded().count < 100)
    }

    @Test("of many members is packed, and comes back")
    func large() throws {
        let large = Self.large
        let encoded = large.encoded()
        #expect(try ArchiveListing(decoding: encoded) == large)
        #expect(encoded.count < 20_000 * 12)
    }

    static let large = ArchiveListing(
        format: .zip,
        members: (0..<20_000).map { index in
            let path = "torch/include/ATen/ops/module_\(index / 40)/function_\(index * 7919 % 20011)_native.h"
            return ArchiveMember(
                path: Array(path.utf8), kind: .file, size: Int64(index * 37 % 5000), mode: 0o644, modified: 1)
        })

    @Test("that is cut or damaged is refused or read, never worse")
    func mutations() {
        var random = SplitMix(seed: 7)
        let some = ArchiveListing(format: .zip, members: Array(Self.large.members.prefix(300)))
        for sound in [Self.odd.encoded(), some.encoded()] {
            for count in 0..<sound.count {
                #expect(throws: ArchiveError.corruptListing) { try ArchiveListing(decoding: Array(sound[..<count])) }
            }
            #expect(throws: ArchiveError.corruptListing) { try ArchiveListing(decoding: sound + [0]) }
            for _ in 0..<2000 {
                var bytes = sound
                for _ in 0...Int(random.next() % 3) {
                    bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
                }
                guard let read = try? ArchiveListing(decoding: bytes) else { continue }
                #expect((try? ArchiveListing(decoding: read.encoded())) == read)
            }
        }
    }

    @Test("of another version is refused")
    func version() {
        var bytes = Self.odd.encoded()
        bytes[0] = 2
        #expect(throws: ArchiveError.corruptListing) { try ArchiveListing(decoding: bytes) }
    }
}
