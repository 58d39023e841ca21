internal import CLMDB
internal import Glibc
internal import Synchronization

/// How an environment is opened.
package struct EnvironmentOptions: Sendable {
    /// Address space set aside, in bytes; the file grows only as pages are written.  Halved until it
    /// fits where the process's address space is limited.
    package var mapSizeBytes = 256 << 30
    /// Named databases at most.
    package var maximumTables: UInt32 = 24
    /// Transactions that may read at once, over all processes.
    package var maximumReaders: UInt32 = 1024
    /// Open without the right to write.
    package var isReadOnly = false

    package init() {}
}

/// An LMDB environment, open once in a process however often it is asked for.
///
/// LMDB forbids opening one environment twice in a process, and closing either file of it drops the
/// locks that protect its readers; hence the table of open environments behind `open` and `release`.
@safe
package final class Environment: @unchecked Sendable {
    // SAFETY: an MDB_env may be used from any thread; the pointer never changes after init, and
    // MDB_NOTLS ties reader slots to transactions instead of threads.
    private let handle: OpaquePointer
    private let identity: Identity
    /// The directory it was first opened at.
    package let path: String
    private let tables: Mutex<[String: Table]>

    private struct Identity: Hashable {
        let device: UInt
        let inode: UInt
    }
    private struct OpenEnvironment {
        let environment: Environment
        var users: Int
    }
    private static let open = Mutex<[Identity: OpenEnvironment]>([:])

    private init(owning handle: OpaquePointer, path: String, identity: Identity) {
        unsafe self.handle = handle
        self.path = path
        self.identity = identity
        self.tables = Mutex([:])
    }

    /// Opens the environment in the directory `path`, which must exist, or hands out the one this
    /// process has open there already (its options then stay as they are).
    package static func open(path: String, options: EnvironmentOptions) throws(LMDBError) -> Environment {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw LMDBError(code: errno, call: "stat") }
        let identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
        let outcome: Result<Environment, LMDBError> = open.withLock { environments in
            do throws(LMDBError) {
                if environments[identity] == nil {
                    let made = try make(path: path, options: options, identity: identity)
                    environments[identity] = OpenEnvironment(environment: made, users: 0)
                }
                environments[identity]?.users += 1
                guard let entry = environments[identity] else { preconditionFailure("just put there") }
                return .success(entry.environment)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Gives back what `open` handed out, once for each call of it; the last one closes the
    /// environment.  No transaction may be running or begin afterwards.
    package func release() {
        Self.open.withLock { environments in
            guard var entry = environments[identity], entry.environment === self else {
                preconditionFailure("an environment was released more often than opened")
            }
            entry.users -= 1
            environments[identity] = entry.users == 0 ? nil : entry
            if entry.users == 0 { unsafe mdb_env_close(handle) }
        }
    }

    private static func make(
        path: String, options: EnvironmentOptions, identity: Identity
    ) throws(LMDBError) -> Environment {
        var mapSize = options.mapSizeBytes
        while true {
            var created: OpaquePointer?
            try unsafe LMDBError.check(mdb_env_create(&created), from: "mdb_env_create")
            guard let handle = unsafe created else { throw LMDBError(code: ENOMEM, call: "mdb_env_create") }
            do throws(LMDBError) {
                try unsafe LMDBError.check(mdb_env_set_mapsize(handle, mapSize), from: "mdb_env_set_mapsize")
                try unsafe LMDBError.check(
                    mdb_env_set_maxdbs(handle, options.maximumTables), from: "mdb_env_set_maxdbs")
                try unsafe LMDBError.check(
                    mdb_env_set_maxreaders(handle, options.maximumReaders), from: "mdb_env_set_maxreaders")
                let flags =
                    UInt32(MDB_NOTLS) | UInt32(MDB_NORDAHEAD) | (options.isReadOnly ? UInt32(MDB_RDONLY) : 0)
                try unsafe LMDBError.check(mdb_env_open(handle, path, flags, 0o600), from: "mdb_env_open")
                return unsafe Environment(owning: handle, path: path, identity: identity)
            } catch {
                unsafe mdb_env_close(handle)
                guard error.code == ENOMEM, mapSize > 64 << 20 else { throw error }
                mapSize /= 2
            }
        }
    }

    /// The table called `name`, made if it is missing; nil where it is missing and this environment is
    /// read-only.  Call once per name at opening, outside any transaction.
    package func table(_ name: String, create: Bool) throws(LMDBError) -> Table? {
        if let known = tables.withLock({ $0[name] }) { return known }
        var begun: OpaquePointer?
        try unsafe LMDBError.check(
            mdb_txn_begin(handle, nil, create ? 0 : UInt32(MDB_RDONLY), &begun), from: "mdb_txn_begin")
        guard let transaction = unsafe begun else { throw LMDBError(code: ENOMEM, call: "mdb_txn_begin") }
        var table: MDB_dbi = 0
        let code = unsafe mdb_dbi_open(transaction, name, create ? UInt32(MDB_CREATE) : 0, &table)
        guard code == MDB_SUCCESS else {
            unsafe mdb_txn_abort(transaction)
            if code == MDB_NOTFOUND { return nil }
            throw LMDBError(code: code, call: "mdb_dbi_open")
        }
        try unsafe LMDBError.check(mdb_txn_commit(transaction), from: "mdb_txn_commit")
        let opened = Table(handle: table)
        tables.withLock { $0[name] = opened }
        return opened
    }

    /// Runs `body` on a snapshot.  Keep it short: a snapshot pins every page freed since it began.
    package func read<Result, Failure: Error>(
        _ body: (ReadTransaction) throws(Failure) -> Result
    ) throws(ScanError<Failure>) -> Result {
        let transaction: ReadTransaction
        do throws(LMDBError) { transaction = try beginReading() } catch { throw .index(error) }
        defer { unsafe mdb_txn_abort(transaction.surrender()) }
        do throws(Failure) { return try body(transaction) } catch { throw .body(error) }
    }

    private func beginReading() throws(LMDBError) -> ReadTransaction {
        var begun: OpaquePointer?
        var code = unsafe mdb_txn_begin(handle, nil, UInt32(MDB_RDONLY), &begun)
        if code == MDB_READERS_FULL {
            // Slots of processes that died are given back only on request.
            try checkReaders()
            code = unsafe mdb_txn_begin(handle, nil, UInt32(MDB_RDONLY), &begun)
        }
        try LMDBError.check(code, from: "mdb_txn_begin")
        guard let transaction = unsafe begun else { throw LMDBError(code: ENOMEM, call: "mdb_txn_begin") }
        return unsafe ReadTransaction(owning: transaction)
    }

    /// Runs `body` in the write transaction and commits what it wrote, durably, when it returns;
    /// leaves everything as it was when it throws.  Waits while another process writes.
    package func write<Result, Failure: Error>(
        _ body: (WriteTransaction) throws(Failure) -> Result
    ) throws(ScanError<Failure>) -> Result {
        var begun: OpaquePointer?
        let code = unsafe mdb_txn_begin(handle, nil, 0, &begun)
        guard code == MDB_SUCCESS, let started = unsafe begun else {
            throw .index(LMDBError(code: code == MDB_SUCCESS ? ENOMEM : code, call: "mdb_txn_begin"))
        }
        let transaction = unsafe WriteTransaction(owning: started)
        let result: Result
        do throws(Failure) {
            result = try body(transaction)
        } catch {
            unsafe mdb_txn_abort(transaction.surrender())
            throw .body(error)
        }
        do throws(LMDBError) { try transaction.commit() } catch { throw .index(error) }
        return result
    }

    /// Makes every commit seen so far durable, other processes' included.
    package func sync() throws(LMDBError) {
        try unsafe LMDBError.check(mdb_env_sync(handle, 1), from: "mdb_env_sync")
    }

    /// Frees the reader slots of processes that died; answers how many.
    @discardableResult
    package func checkReaders() throws(LMDBError) -> Int {
        var dead: Int32 = 0
        try unsafe LMDBError.check(mdb_reader_check(handle, &dead), from: "mdb_reader_check")
        return Int(dead)
    }

    /// Writes a copy into the empty directory `path`: compacted where that works, else page by page
    /// (compacting fails on an environment that has leaked a page).  Not synced.
    package func copy(toDirectory path: String) throws(LMDBError) {
        let code = unsafe mdb_env_copy2(handle, path, UInt32(MDB_CP_COMPACT))
        if code == MDB_SUCCESS { return }
        _ = unsafe unlink(path + "/data.mdb")
        try unsafe LMDBError.check(mdb_env_copy(handle, path), from: "mdb_env_copy")
    }

    /// Bytes of the map in use, the map's size, reader slots, and transactions committed so far.
    package func usage() throws(LMDBError) -> (usedBytes: Int, mapSizeBytes: Int, readers: Int, commits: Int) {
        var info = unsafe MDB_envinfo()
        try unsafe LMDBError.check(mdb_env_info(handle, &info), from: "mdb_env_info")
        var stat = MDB_stat()
        try unsafe LMDBError.check(mdb_env_stat(handle, &stat), from: "mdb_env_stat")
        return unsafe (
            (info.me_last_pgno + 1) * Int(stat.ms_psize), info.me_mapsize, Int(info.me_numreaders), info.me_last_txnid
        )
    }
}
