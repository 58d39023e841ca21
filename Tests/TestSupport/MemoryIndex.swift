package import ContentStore
import Glibc

/// The index of a simulated machine, as one of its processes uses it: the real protocol over tables in
/// memory, with each commit visible to others before it is durable.
package final class MemoryIndex: Index {
    /// A moment at which something can happen to a process that uses the index.
    package enum Call: String, Sendable {
        case read, write
        /// The commit is visible, and a power cut could still take it.
        case flush
        case sync
    }

    private let machine: SimulatedMachine
    private let process: Int
    private let willCall: @Sendable (Call) throws(StoreError) -> Void

    /// - Parameter willCall: called before each step, outside any transaction; what it throws, the step
    ///   fails with.
    package init(
        _ process: SimulatedProcess, willCall: @escaping @Sendable (Call) throws(StoreError) -> Void = { _ in }
    ) {
        self.machine = process.machine
        self.process = process.number
        self.willCall = willCall
    }

    private static let dead = StoreError.io(call: "index", path: "index", code: ESRCH)

    package func read<Result>(
        _ body: (any IndexReading) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try willCall(.read)
        let tables = try machine.step(of: process, orElse: Self.dead) { (state) throws(StoreError) in
            state.index.visible
        }
        return try body(TablesTransaction(tables))
    }

    package func write<Result>(
        _ body: (any IndexWriting) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try willCall(.write)
        let (result, hasWritten) = try machine.step(of: process, isChange: true, orElse: Self.dead) {
            (state) throws(StoreError) in
            let transaction = TablesTransaction(state.index.visible)
            let result = try body(transaction)
            if transaction.changes > 0 { state.index.commit(transaction.tables) }
            return (result, transaction.changes > 0)
        }
        // As in LMDB, a transaction that wrote nothing syncs nothing.
        if hasWritten {
            try willCall(.flush)
            try flush()
        }
        return result
    }

    package func makeVisibleCommitsDurable() throws(StoreError) {
        try willCall(.sync)
        try flush()
    }

    private func flush() throws(StoreError) {
        try machine.step(of: process, isChange: true, orElse: Self.dead) { (state) throws(StoreError) in
            state.index.sync()
        }
    }

    package func releaseDeadReaders() throws(StoreError) {}

    /// Writes a file that stands for the copy: nothing reads an index back from a simulated disk.
    package func copy(toDirectory path: String) throws(StoreError) {
        try machine.step(of: process, isChange: true, orElse: Self.dead) { (state) throws(StoreError) in
            guard let number = try? state.disk.make("\(path)/data.mdb", permissions: 0o644) else {
                throw .io(call: "copy", path: path, code: ENOENT)
            }
            state.disk.files[number]?.bytes = Array("a copy of the index".utf8)
            state.disk.files[number]?.isSynced = false
        }
    }

    package func usage() throws(StoreError) -> IndexUsage { IndexUsage(usedBytes: 0, capacityBytes: .max, readers: 0) }

    package func close() {}
}
