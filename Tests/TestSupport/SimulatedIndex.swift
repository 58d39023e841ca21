package import ContentStore
import Glibc

/// The tables of an index as a value, and what of them a power cut cannot take.
package struct SimulatedIndex: Sendable {
    /// As every transaction sees them.
    package var visible = IndexTables()
    /// As the disk has them.
    package internal(set) var durable = IndexTables()
    /// Keys that were ever in `doomed`.
    package internal(set) var everDoomed: Set<[UInt8]> = []
    private var durablyDoomed: Set<[UInt8]> = []

    package init() {}

    /// Makes everything visible durable.
    package mutating func sync() {
        durable = visible
        durablyDoomed = everDoomed
    }

    /// Commits that were not durable are taken back.
    package func afterPowerCut() -> SimulatedIndex {
        var index = self
        index.visible = durable
        index.everDoomed = durablyDoomed
        return index
    }

    mutating func commit(_ tables: IndexTables) {
        visible = tables
        tables.scan(.doomed, from: []) { key, _ in
            everDoomed.insert(key)
            return true
        }
    }
}

/// Ordered tables of bytes.
package struct IndexTables: Sendable {
    private var tables = [IndexTable: Ordered]()

    private struct Ordered: Sendable {
        var keys: [[UInt8]] = []
        var values: [[UInt8]] = []

        /// The position of the first key at or after `key`.
        func lowerBound(_ key: [UInt8]) -> Int {
            var low = 0
            var high = keys.count
            while low < high {
                let middle = (low + high) / 2
                if precedes(keys[middle], key) { low = middle + 1 } else { high = middle }
            }
            return low
        }

        private func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
            let order = memcmp(left, right, min(left.count, right.count))
            return order == 0 ? left.count < right.count : order < 0
        }
    }

    package init() {}

    package func value(for key: [UInt8], in table: IndexTable) -> [UInt8]? {
        guard let table = tables[table] else { return nil }
        let position = table.lowerBound(key)
        return position < table.keys.count && table.keys[position] == key ? table.values[position] : nil
    }

    package func scan<Failure: Error>(
        _ table: IndexTable, from start: [UInt8], _ body: ([UInt8], [UInt8]) throws(Failure) -> Bool
    ) throws(Failure) {
        guard let table = tables[table] else { return }
        for position in table.lowerBound(start)..<table.keys.count {
            guard try body(table.keys[position], table.values[position]) else { return }
        }
    }

    package func scanBackward<Failure: Error>(
        _ table: IndexTable, before end: [UInt8], _ body: ([UInt8], [UInt8]) throws(Failure) -> Bool
    ) throws(Failure) {
        guard let table = tables[table] else { return }
        for position in (0..<(end.isEmpty ? table.keys.count : table.lowerBound(end))).reversed() {
            guard try body(table.keys[position], table.values[position]) else { return }
        }
    }

    package func count(of table: IndexTable) -> Int { tables[table]?.keys.count ?? 0 }

    package mutating func put(_ value: [UInt8], for key: [UInt8], in table: IndexTable) {
        var ordered = tables.removeValue(forKey: table) ?? Ordered()
        let position = ordered.lowerBound(key)
        if position < ordered.keys.count && ordered.keys[position] == key {
            ordered.values[position] = value
        } else {
            ordered.keys.insert(key, at: position)
            ordered.values.insert(value, at: position)
        }
        tables[table] = ordered
    }

    package mutating func delete(_ key: [UInt8], in table: IndexTable) -> Bool {
        guard var ordered = tables[table] else { return false }
        let position = ordered.lowerBound(key)
        guard position < ordered.keys.count, ordered.keys[position] == key else { return false }
        ordered.keys.remove(at: position)
        ordered.values.remove(at: position)
        tables[table] = ordered
        return true
    }
}

/// A transaction over tables that are held as a value.
package final class TablesTransaction: IndexWriting {
    package private(set) var tables: IndexTables
    package private(set) var changes = 0

    package init(_ tables: IndexTables) { self.tables = tables }

    package func value(for key: [UInt8], in table: IndexTable) throws(StoreError) -> [UInt8]? {
        tables.value(for: key, in: table)
    }

    package func contains(_ key: [UInt8], in table: IndexTable) throws(StoreError) -> Bool {
        tables.value(for: key, in: table) != nil
    }

    package func scan(
        _ table: IndexTable, from start: [UInt8], _ body: ([UInt8], [UInt8]) throws(StoreError) -> Bool
    ) throws(StoreError) {
        try tables.scan(table, from: start, body)
    }

    package func scanBackward(
        _ table: IndexTable, before end: [UInt8], _ body: ([UInt8], [UInt8]) throws(StoreError) -> Bool
    ) throws(StoreError) {
        try tables.scanBackward(table, before: end, body)
    }

    package func statistics(of table: IndexTable) throws(StoreError) -> (entries: Int, bytes: Int) {
        (tables.count(of: table), 0)
    }

    package func put(_ value: [UInt8], for key: [UInt8], in table: IndexTable) throws(StoreError) {
        // What LMDB refuses is refused here.
        guard (1...511).contains(key.count) else {
            throw .io(call: "mdb_put", path: "index", code: -30781)
        }
        tables.put(value, for: key, in: table)
        changes += 1
    }

    package func delete(_ key: [UInt8], in table: IndexTable) throws(StoreError) -> Bool {
        guard tables.delete(key, in: table) else { return false }
        changes += 1
        return true
    }
}
