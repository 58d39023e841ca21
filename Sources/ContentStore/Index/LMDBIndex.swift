internal import LMDB
internal import Glibc
internal import Logging
internal import Synchronization

/// The embedded index: one LMDB environment and its one writer.
package final class LMDBIndex: Index {
    private let environment: Environment
    fileprivate let tables: PerTable<Table>
    private let writer: IndexWriter?
    private let log = Logger(label: "regadmin.index")
    /// A snapshot that lives longer keeps pages from being reused, and the file grows.
    private static let longestRead = Duration.seconds(1)

    private init(environment: Environment, tables: PerTable<Table>, isReadOnly: Bool) {
        self.environment = environment
        self.tables = tables
        self.writer = isReadOnly ? nil : IndexWriter(environment: environment, tables: tables)
    }

    /// Opens the index in `directory`, making its tables where `isReadOnly` is false.
    package static func open(directory: String, mapSizeBytes: Int, isReadOnly: Bool) throws(StoreError) -> LMDBIndex {
        var options = EnvironmentOptions()
        options.mapSizeBytes = mapSizeBytes
        options.isReadOnly = isReadOnly
        do throws(LMDBError) {
            let environment = try openPatiently(directory, options)
            do throws(LMDBError) {
                let tables = try PerTable { (table) throws(LMDBError) in
                    guard let handle = try environment.table(table.name, create: !isReadOnly) else {
                        throw LMDBError(code: ENOENT, call: "table \(table.name)")
                    }
                    return handle
                }
                try environment.checkReaders()
                return LMDBIndex(environment: environment, tables: tables, isReadOnly: isReadOnly)
            } catch {
                environment.release()
                throw error
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// LMDB 0.9.26 to 0.9.31 answers EINVAL while another process closes the environment (ITS#9278).
    private static func openPatiently(
        _ directory: String, _ options: EnvironmentOptions
    ) throws(LMDBError) -> Environment {
        var attempts = 0
        while true {
            do throws(LMDBError) {
                return try Environment.open(path: directory, options: options)
            } catch {
                attempts += 1
                guard error.code == EINVAL, attempts < 20 else { throw error }
                usleep(10_000)
            }
        }
    }

    package func close() {
        writer?.stop()
        environment.release()
    }

    package func read<Result>(
        _ body: (any IndexReading) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        let begun = ContinuousClock.now
        defer {
            let taken = ContinuousClock.now - begun
            if taken > Self.longestRead { log.warning("a read transaction took \(taken)") }
        }
        do throws(ScanError<StoreError>) {
            return try environment.read { (transaction) throws(StoreError) in
                try body(LMDBReading(transaction, tables))
            }
        } catch {
            throw StoreError(error)
        }
    }

    package func write<Result>(
        _ body: (any IndexWriting) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        guard let writer else { throw .readOnly }
        return try writer.run(body)
    }

    package func makeVisibleCommitsDurable() throws(StoreError) {
        do throws(LMDBError) { try environment.sync() } catch { throw StoreError(error) }
    }

    package func releaseDeadReaders() throws(StoreError) {
        do throws(LMDBError) { try environment.checkReaders() } catch { throw StoreError(error) }
    }

    package func copy(toDirectory path: String) throws(StoreError) {
        do throws(LMDBError) { try environment.copy(toDirectory: path) } catch { throw StoreError(error) }
    }

    package func usage() throws(StoreError) -> IndexUsage {
        do throws(LMDBError) {
            let usage = try environment.usage()
            return IndexUsage(
                usedBytes: usage.usedBytes, capacityBytes: usage.mapSizeBytes, readers: usage.readers,
                commits: usage.commits)
        } catch {
            throw StoreError(error)
        }
    }
}

/// A snapshot in the index's own terms.
class LMDBReading: IndexReading {
    private let transaction: ReadTransaction
    fileprivate let tables: PerTable<Table>

    init(_ transaction: ReadTransaction, _ tables: PerTable<Table>) {
        self.transaction = transaction
        self.tables = tables
    }

    func value(for key: [UInt8], in table: IndexTable) throws(StoreError) -> [UInt8]? {
        do throws(LMDBError) {
            return try transaction.value(for: key, in: tables[table])
        } catch {
            throw StoreError(error)
        }
    }

    func contains(_ key: [UInt8], in table: IndexTable) throws(StoreError) -> Bool {
        do throws(LMDBError) {
            return try transaction.contains(key, in: tables[table])
        } catch {
            throw StoreError(error)
        }
    }

    func scan(
        _ table: IndexTable, from start: [UInt8],
        _ body: ([UInt8], [UInt8]) throws(StoreError) -> Bool
    ) throws(StoreError) {
        do throws(ScanError<StoreError>) {
            try transaction.scan(tables[table], from: start, body)
        } catch {
            throw StoreError(error)
        }
    }

    func scanBackward(
        _ table: IndexTable, before end: [UInt8],
        _ body: ([UInt8], [UInt8]) throws(StoreError) -> Bool
    ) throws(StoreError) {
        do throws(ScanError<StoreError>) {
            try transaction.scanBackward(tables[table], before: end, body)
        } catch {
            throw StoreError(error)
        }
    }

    func statistics(of table: IndexTable) throws(StoreError) -> (entries: Int, bytes: Int) {
        do throws(LMDBError) {
            let statistics = try transaction.statistics(of: tables[table])
            return (statistics.entries, statistics.bytes)
        } catch {
            throw StoreError(error)
        }
    }
}

/// The write transaction in the index's own terms.
final class LMDBWriting: LMDBReading, IndexWriting {
    private let transaction: WriteTransaction

    init(_ transaction: WriteTransaction, _ tables: PerTable<Table>) {
        self.transaction = transaction
        super.init(transaction, tables)
    }

    var changes: Int { transaction.changes }

    func put(_ value: [UInt8], for key: [UInt8], in table: IndexTable) throws(StoreError) {
        do throws(LMDBError) {
            try transaction.put(value, for: key, in: tables[table])
        } catch {
            throw StoreError(error)
        }
    }

    func delete(_ key: [UInt8], in table: IndexTable) throws(StoreError) -> Bool {
        do throws(LMDBError) {
            return try transaction.delete(key, in: tables[table])
        } catch {
            throw StoreError(error)
        }
    }
}

extension StoreError {
    /// The store's word for what LMDB answered.
    init(_ error: LMDBError) {
        if error.isMapFull {
            self = .indexFull
        } else if error.isReadersFull {
            self = .readersFull
        } else if error.isPanic {
            self = .indexPanic
        } else if error.isDamaged {
            self = .indexDamaged(error.description)
        } else {
            switch error.code {
            case ENOSPC, EDQUOT: self = .noSpace(path: "index")
            case EACCES, EPERM: self = .permission(path: "index")
            case EROFS: self = .readOnly
            // A reader slot that an equal process id holds: LMDB's liveness lock says it is alive.
            case EAGAIN: self = .pidNamespaceClash
            default: self = .io(call: error.call, path: "index", code: error.code)
            }
        }
    }

    init(_ error: ScanError<StoreError>) {
        switch error {
        case .index(let error): self = StoreError(error)
        case .body(let error): self = error
        }
    }
}
