import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import LMDB

private struct Refused: Error, Equatable {}

@Suite("An LMDB environment")
struct EnvironmentTests {
    /// A table "t" of a new environment in a directory of its own.
    private func withTable(_ body: (Environment, Table) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            var options = EnvironmentOptions()
            options.mapSizeBytes = 64 << 20
            let environment = try Environment.open(path: directory.string, options: options)
            defer { environment.release() }
            let table = try #require(try environment.table("t", create: true))
            try body(environment, table)
        }
    }

    @Test("keeps what a finished write put there")
    func commit() throws {
        try withTable { environment, table in
            try environment.write { (transaction) throws(LMDBError) in
                try transaction.put([1, 2, 3], for: [7], in: table)
            }
            let value = try environment.read { (transaction) throws(LMDBError) in
                try transaction.value(for: [7], in: table)
            }
            #expect(value == [1, 2, 3])
        }
    }

    @Test("drops what a throwing write put there")
    func abort() throws {
        try withTable { environment, table in
            #expect(throws: ScanError<Refused>.self) {
                try environment.write { (transaction) throws(Refused) in
                    do { try transaction.put([1], for: [7], in: table) } catch { throw Refused() }
                    throw Refused()
                }
            }
            let found = try environment.read { (transaction) throws(LMDBError) in
                try transaction.contains([7], in: table)
            }
            #expect(!found)
        }
    }

    @Test("scans in key order, from a start, until told to stop")
    func scan() throws {
        try withTable { environment, table in
            try environment.write { (transaction) throws(LMDBError) in
                for byte in UInt8(0)..<200 { try transaction.put([byte], for: [byte, 0], in: table) }
            }
            var seen: [UInt8] = []
            try environment.read { (transaction) throws(ScanError<Never>) in
                try transaction.scan(table, from: [50]) { _, value throws(Never) in
                    seen.append(value[0])
                    return seen.count < 10
                }
            }
            #expect(seen == Array(50..<60))
        }
    }

    @Test("is opened once in a process, however often it is asked for")
    func openTwice() throws {
        try withTable { environment, table in
            let path = environment.path
            let again = try Environment.open(path: path, options: EnvironmentOptions())
            #expect(again === environment)
            again.release()
            // Still open for the first user.
            try environment.write { (transaction) throws(LMDBError) in
                try transaction.put([1], for: [1], in: table)
            }
        }
    }

    @Test("gives the value of a deleted key back as absent, once")
    func delete() throws {
        try withTable { environment, table in
            let answers = try environment.write { (transaction) throws(LMDBError) in
                try transaction.put([9], for: [1], in: table)
                return [try transaction.delete([1], in: table), try transaction.delete([1], in: table)]
            }
            #expect(answers == [true, false])
        }
    }

    @Test("refuses keys that LMDB cannot hold", arguments: [0, 512])
    func keySize(count: Int) throws {
        try withTable { environment, table in
            #expect(throws: ScanError<LMDBError>.self) {
                try environment.write { (transaction) throws(LMDBError) in
                    try transaction.put([1], for: [UInt8](repeating: 1, count: count), in: table)
                }
            }
        }
    }

    @Test("names a file that is no environment as damaged")
    func damaged() throws {
        try withTemporaryDirectory { directory in
            let file = try FileDescriptor.open(
                directory.appending("data.mdb"), .writeOnly, options: .create, permissions: .ownerReadWrite)
            try file.closeAfter { _ = try file.writeAll([UInt8](repeating: 0x55, count: 65536)) }
            let failure = #expect(throws: LMDBError.self) {
                try Environment.open(path: directory.string, options: EnvironmentOptions()).release()
            }
            #expect(failure?.isDamaged == true)
        }
    }

    @Test("copies itself into another directory")
    func copy() throws {
        try withTable { environment, table in
            try environment.write { (transaction) throws(LMDBError) in
                try transaction.put([4, 2], for: [1], in: table)
            }
            try withTemporaryDirectory { target in
                try environment.copy(toDirectory: target.string)
                let copied = try Environment.open(path: target.string, options: EnvironmentOptions())
                defer { copied.release() }
                let there = try #require(try copied.table("t", create: false))
                let value = try copied.read { (transaction) throws(LMDBError) in
                    try transaction.value(for: [1], in: there)
                }
                #expect(value == [4, 2])
            }
        }
    }
}
