import Archives
import FixtureBuilders
import SystemPackage
import TestSupport
import Testing

@Suite("The zip structure check")
struct ZipStructureTests {
    /// An archive with one thing wrong, and what the profiles do with it.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let what: String
        let rule: ZipRule
        let isFineForLegacy: Bool
        let bytes: [UInt8]

        var testDescription: String { what }

        init(
            _ what: String, _ rule: ZipRule, fineForLegacy: Bool = false, from zip: ZipBuilder = good,
            _ edit: (inout ZipBuilder) -> Void = { _ in }
        ) {
            var zip = zip
            edit(&zip)
            self.init(what, rule, fineForLegacy: fineForLegacy, bytes: zip.bytes)
        }

        init(_ what: String, _ rule: ZipRule, fineForLegacy: Bool = false, bytes: [UInt8]) {
            self.what = what
            self.rule = rule
            isFineForLegacy = fineForLegacy
            self.bytes = bytes
        }

        /// An archive whose only fault is a member of this name.
        static func name(
            _ name: String, _ rule: ZipRule, fineForLegacy: Bool = false, beside other: String = "x.py"
        ) -> Wrong {
            Wrong(
                "a member named \(name.debugDescription)", rule, fineForLegacy: fineForLegacy,
                from: ZipBuilder().file(other, "1").file(name, "2"))
        }
    }

    static let good = ZipBuilder().file("demo/__init__.py", "x = 1\n").file("demo/data.txt", "some data\n")

    static let names: [Wrong] = [
        .name("../evil.py", .nameTraversal),
        .name("demo/../../evil.py", .nameTraversal),
        .name("..\\evil.py", .nameTraversal),
        .name("/etc/passwd", .nameAbsolute),
        .name("\\evil.py", .nameAbsolute),
        .name("C:/evil.py", .nameDrive),
        .name("c:evil.py", .nameDrive),
        .name("demo\\a.py", .nameBackslash, fineForLegacy: true),
        .name("demo//a.py", .nameNotNormalized, fineForLegacy: true),
        .name("./a.py", .nameNotNormalized, fineForLegacy: true),
        .name("a\u{0}b", .nameControlCharacter),
        .name("a\nb", .nameControlCharacter),
        .name("a\u{7F}b", .nameControlCharacter),
        .name("", .nameEmpty),
        .name(String(repeating: "a", count: 4097), .nameTooLong),
        .name("x.py", .duplicateName),
        .name("x.py/y.py", .fileFolderClash),
        .name("x.py", .fileFolderClash, beside: "x.py/y.py"),
        .name("x.py/", .fileFolderClash),
        .name("caf\u{E9}", .unicodeClash, fineForLegacy: true, beside: "cafe\u{301}"),
        Wrong("a name that is not UTF-8", .nameNotUTF8) { $0.append(.init(rawName: [0x61, 0xFF])) },
    ]

    static let headers: [Wrong] = [
        Wrong("another name in the local header", .nameMismatch) {
            $0.entries[0].local.name = Array("demo/__init__.pz".utf8)
        },
        Wrong("another size in the local header", .sizeMismatch) { $0.entries[0].local.size = 7 },
        Wrong("another size in the directory", .sizeMismatch) { $0.entries[0].central.size = 7 },
        Wrong("a stored member with two sizes", .sizeMismatch) {
            $0.append(.init("stored", "abc", .stored))
            $0.entries[2].size = 1 << 20
        },
        Wrong("another checksum in the local header", .checksumMismatch) { $0.entries[0].local.checksum = 1 },
        Wrong("another method in the local header", .methodMismatch) { $0.entries[0].local.method = 0 },
        Wrong("other flags in the local header", .flagsMismatch, fineForLegacy: true) {
            $0.entries[0].local.flags = 1 << 11
        },
        Wrong("an encrypted member", .encrypted) { $0.entries[0].isEncrypted = true },
        Wrong("a member encrypted by its local header alone", .encrypted) { $0.entries[0].local.flags = 1 },
        Wrong("a data descriptor", .dataDescriptor, fineForLegacy: true) { $0.entries[0].hasDescriptor = true },
        Wrong("a data descriptor without signature", .dataDescriptor, fineForLegacy: true) {
            $0.entries[0].hasDescriptor = true
            $0.entries[0].descriptorHasSignature = false
        },
        Wrong("a data descriptor that says something else", .descriptorMismatch) {
            $0.entries[0].hasDescriptor = true
            $0.entries[0].central.checksum = 1
        },
        Wrong("bzip2", .unusualCompression, fineForLegacy: true) { $0.entries[0].method = 12 },
        Wrong("a compression method of old", .compressionMethod) { $0.entries[0].method = 6 },
        Wrong("a member's comment", .memberComment, fineForLegacy: true) { $0.entries[0].comment = [97] },
        Wrong("an extra block longer than its room", .extraField) { $0.entries[0].central.extra = [1, 2, 9, 0] },
        Wrong("padding after extra blocks", .extraPadding, fineForLegacy: true) { $0.entries[0].local.extra = [0, 0] },
        Wrong("two zip64 blocks", .extraRepeated) {
            $0.entries[0].isZip64 = true
            $0.entries[0].central.extra = [1, 0, 0, 0]
        },
        Wrong("a zip64 block of impossible length", .zip64Field) {
            $0.entries[0].central.extra = [1, 0, 3, 0, 0, 0, 0]
        },
        Wrong("a promised zip64 block that is missing", .zip64Field) { $0.entries[0].central.size = .max },
        Wrong("a second name in an extra block", .unicodePath) {
            $0.entries[0].central.extra = [0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, 97]
        },
        Wrong("a symbolic link", .symlink, fineForLegacy: true) { $0.append(.symlink("link", to: "demo/data.txt")) },
        Wrong("a device", .specialFile) { $0.entries[0].externalAttributes = 0o020666 << 16 },
        Wrong("a directory with contents", .directoryWithContents) { $0.append(.init("folder/", "text")) },
    ]

    static let records: [Wrong] = [
        Wrong("nothing", .notZip, bytes: []),
        Wrong("text", .notZip, bytes: Array("PK is how this text of some length begins, and no more than that".utf8)),
        Wrong("half an archive", .truncated, bytes: Array(good.bytes.prefix(100))),
        Wrong("bytes in front", .prefixData, bytes: [1, 2, 3] + good.bytes),
        Wrong("bytes in front that offsets count", .prefixData) { $0.prefix = Array("#!/bin/sh\n".utf8) },
        Wrong("bytes between members", .gap) { $0.entries[1].gapBefore = [0, 0, 0, 0, 0] },
        Wrong("bytes before the directory", .gap) { $0.gapBeforeDirectory = [1] },
        Wrong("bytes after the directory", .gap) { $0.gapBeforeEnd = [1] },
        Wrong("bytes at the end", .trailingData) { $0.trailing = [0] },
        Wrong("a comment that is cut off", .truncated) { $0.claimedCommentSize = 5 },
        Wrong("an archive in the comment", .gap) { $0.comment = ZipBuilder().bytes },
        Wrong("the mark of an end record in the comment", .endRecordInComment) { $0.comment = [0x50, 0x4B, 5, 6] },
        Wrong("a member that is not in the directory", .notInDirectory) {
            $0.entries[1].isMissingFromDirectory = true
        },
        Wrong("a member that is only in the directory", .overlap) { $0.entries[1].isInDirectoryOnly = true },
        Wrong("a member whose content runs into the next", .overlap) {
            $0.entries[0].local.packedSize = 500
            $0.entries[0].central.packedSize = 500
        },
        Wrong("an offset into nowhere", .localHeader) { $0.entries[1].central.offset = 0x7FFF_FFFF },
        Wrong("too high a count", .endRecord) { $0.claimedEntryCount = 3 },
        Wrong("too low a count", .endRecord) { $0.claimedEntryCount = 1 },
        Wrong("too large a directory", .endRecord) { $0.claimedDirectorySize = 0x7FFF_FFFF },
        Wrong("a directory that is elsewhere", .endRecord) { $0.claimedDirectoryOffset = 0x7FFF_FFFF },
        Wrong("a promised zip64 record that is missing", .zip64EndRecord) { $0.claimedDirectoryOffset = .max },
        Wrong("a zip64 record with more in it", .zip64EndRecord) {
            $0.isZip64 = true
            $0.zip64EndExtra = [1, 2, 3, 4]
        },
        Wrong("a zip64 record with another count", .zip64EndRecord) {
            $0.isZip64 = true
            $0.claimedEntryCount = 1
        },
        Wrong("a bomb", .bomb, from: ZipBuilder([.bomb("zeros", count: 100 << 20)])),
        Wrong("a claim of gigabytes", .expandedTooLarge) {
            $0.entries[0].isZip64 = true
            $0.entries[0].size = 5 << 30
        },
        Wrong("a tar archive at the same time", .alsoTar, bytes: tarAndZip),
    ]

    /// A zip whose first member's name holds, in the right place, the checksum that makes its first block a tar header.
    private static var tarAndZip: [UInt8] {
        func zip(checksum: [UInt8]) -> [UInt8] {
            let name = [UInt8](repeating: 97, count: 118) + checksum + [UInt8](repeating: 97, count: 400)
            return ZipBuilder([.init(rawName: name)]).bytes
        }
        let sum = zip(checksum: [UInt8](repeating: 0x20, count: 8))[..<512].reduce(0) { $0 + Int($1) }
        return zip(checksum: Array(String(sum, radix: 8).utf8) + [0x20, 0x20])
    }

    @Test("refuses", arguments: names + headers + records)
    func refuses(wrong: Wrong) {
        let structure = ZipStructure.check(bytes: wrong.bytes)
        #expect(structure.findings.contains { $0.rule == wrong.rule }, "\(structure.findings)")
        #expect(!structure.isAccepted(strict: true))
        #expect(structure.isAccepted(strict: false) == wrong.isFineForLegacy, "\(structure.findings)")
    }

    static let right: [(what: String, zip: ZipBuilder)] = [
        ("nothing in it", ZipBuilder()),
        ("two members", good),
        ("folders", ZipBuilder([.directory("demo"), .init("demo/a"), .directory("demo/b"), .init("demo/b/c")])),
        ("a folder after what is in it", ZipBuilder([.init("demo/a"), .directory("demo")])),
        ("stored members", ZipBuilder([.init("a", "abc", .stored), .init("b", "", .stored)])),
        ("a UTF-8 name", ZipBuilder([.init("grüße/日本.txt", "x")])),
        ("an archive stored inside", ZipBuilder([.init("inner.zip", bytes: good.bytes, .stored)])),
        ("zip64 sizes on a small member", zip64(member: true, end: false)),
        ("zip64 end records", zip64(member: false, end: true)),
        ("zip64 in all places", zip64(member: true, end: true)),
        ("a comment", commented),
        ("names that differ only in case", ZipBuilder([.init("A/x"), .init("a/x"), .init("a/X")])),
        ("fifty megabytes of zeros", ZipBuilder([.bomb("zeros", count: 50 << 20)])),
    ]

    private static func zip64(member: Bool, end: Bool) -> ZipBuilder {
        var zip = good
        zip.entries[0].isZip64 = member
        zip.isZip64 = end
        return zip
    }

    private static var commented: ZipBuilder {
        var zip = good
        zip.comment = Array("a comment".utf8)
        return zip
    }

    @Test("accepts", arguments: right.map(\.what))
    func accepts(what: String) throws {
        let zip = try #require(Self.right.first { $0.what == what }).zip
        let structure = ZipStructure.check(bytes: zip.bytes)
        #expect(structure.isAccepted(strict: true), "\(structure.findings)")
        #expect(structure.isAccepted(strict: false), "\(structure.findings)")
        #expect(structure.entries.map(\.name) == zip.entries.map(\.name))
        #expect(structure.entries.map(\.size) == zip.entries.map(\.size))
        #expect(structure.entries.map(\.checksum) == zip.entries.map(\.checksum))
    }

    @Test("accepts 200,000 members and refuses one more", arguments: [200_000, 200_001])
    func countsMembers(count: Int) {
        var zip = ZipBuilder()
        zip.isZip64 = true
        for index in 0..<count { zip.append(.init(rawName: Array("a\(index)".utf8))) }
        let structure = ZipStructure.check(bytes: zip.bytes)
        #expect(structure.isAccepted(strict: true) == (count == 200_000))
        #expect(structure.findings.map(\.rule) == (count == 200_000 ? [] : [.tooManyMembers]))
    }

    @Test("refuses names with more folders than members could need")
    func countsFolders() {
        var zip = ZipBuilder()
        for index in 0..<600 {
            zip.append(.init(rawName: Array(String(repeating: "\(index)/", count: 1000).utf8) + [97]))
        }
        var limits = ArchiveLimits.standard
        limits.entries = 600
        limits.pathBytes = 8192
        let structure = ZipStructure.check(bytes: zip.bytes, limits: limits)
        #expect(structure.findings.map(\.rule) == [.tooManyFolders])
    }

    @Test("keeps a few findings of each rule")
    func boundsFindings() {
        var zip = ZipBuilder()
        for index in 0..<1000 {
            zip.append(.init("\(index)"))
            zip.entries[index].comment = [97]
        }
        #expect((1...20).contains(ZipStructure.check(bytes: zip.bytes).findings.count))
    }

    @Test("reads a file of several megabytes through its window")
    func readsFiles() throws {
        try withTemporaryDirectory { folder in
            var zip = ZipBuilder()
            for index in 0..<3000 {
                zip.append(.init("file\(index)", bytes: [UInt8](repeating: UInt8(index & 255), count: 1000), .stored))
                zip.entries[index].hasDescriptor = index % 3 == 0
            }
            let bytes = zip.bytes
            let file = try FileDescriptor.open(
                folder.appending("large.zip"), .readWrite, options: [.create], permissions: .ownerReadWrite)
            try file.closeAfter {
                _ = try file.writeAll(bytes)
                let structure = try ZipStructure.check(file, size: Int64(bytes.count))
                #expect(structure.isAccepted(strict: false), "\(structure.findings)")
                #expect(structure.entries == ZipStructure.check(bytes: bytes).entries)
                // The file is shorter than it was said to be: no trap, and no acceptance.
                try file.resize(to: Int64(bytes.count / 2))
                let shortened = try ZipStructure.check(file, size: Int64(bytes.count))
                #expect(!shortened.isAccepted(strict: false))
            }
        }
    }
}
