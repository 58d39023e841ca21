import ContentStore
import Testing

@testable import RegistryCore

@Suite("A file's record")
struct FileRecordTests {
    private static func record(_ text: String) -> FileRecord {
        var record = FileRecord(
            id: .random(at: 1_700_000_000_000), filename: "demo-1.0.tar.gz", project: "Demo", version: "1.0",
            kind: .sdist, uploaded: 1_700_000_000_000)
        record.summary = text
        record.requiresPython = text.isEmpty ? nil : ">=3.9"
        record.yanked = text
        record.archiveFiles = 0
        record.warnings = 3
        return record
    }

    @Test("reads back what was written", arguments: ["", "plain", "ünïcode"])
    func roundTrip(text: String) throws {
        let name = try BlobName(["0123456789abcdef", "demo", "demo-1.0.tar.gz"])
        let record = Self.record(text)
        #expect(FileRecord(decoding: record.encoded(under: name), under: name) == record)
    }

    @Test("is refused when it is cut short, goes on, or is of another version")
    func damaged() throws {
        let name = try BlobName(["0123456789abcdef", "demo", "demo-1.0.tar.gz"])
        let bytes = Self.record("plain").encoded(under: name)
        for count in bytes.indices {
            #expect(FileRecord(decoding: Array(bytes[..<count]), under: name) == nil)
        }
        #expect(FileRecord(decoding: bytes + [0], under: name) == nil)
        #expect(FileRecord(decoding: [bytes[0] + 1] + bytes.dropFirst(), under: name) == nil)
    }

    @Test("stays below 2 KB with the longest texts")
    func bounded() throws {
        var record = Self.record("")
        record.summary = String(repeating: "s", count: FileRecord.summaryLimit)
        record.requiresPython = String(repeating: "r", count: FileRecord.requiresPythonLimit)
        record.yanked = String(repeating: "y", count: FileRecord.reasonLimit)
        record.project = String(repeating: "p", count: 255)
        record.version = String(repeating: "1", count: 255)
        let name = try BlobName(["0123456789abcdef", "demo", "demo-1.0.tar.gz"])
        #expect(record.encoded(under: name).count < 2048)
    }

    @Test("cuts texts between characters")
    func cut() {
        #expect(FileRecord.cut("abc", to: 3) == "abc")
        #expect(FileRecord.cut("abc", to: 2) == "ab")
        #expect(FileRecord.cut("aü", to: 2) == "a")
        #expect(FileRecord.cut("e\u{301}x", to: 2) == "")
    }

    @Test("carries an identity that is a UUID of version 7")
    func identity() {
        let now = SystemClock.now()
        let id = FileID.random(at: now)
        // A little later where many were made at once.
        #expect((0..<60_000).contains(id.made - now))
        #expect(Int64(id.description.prefix(13).filter { $0 != "-" }, radix: 16) == id.made)
        #expect(id.description.dropFirst(13).hasPrefix("-7"))
        #expect(id.description.count == 36)
        #expect(FileID(id.bytes[...]) == id)
    }
}
