/// Values that were made at some cost, bounded in bytes; what was asked for longest ago goes first.
struct RecentValues<Key: Hashable, Value> {
    private struct Entry {
        var value: Value
        let bytes: Int
        var lastUse: UInt64
    }

    /// Bytes it may hold.
    let limit: Int
    private(set) var bytes = 0
    private var entries: [Key: Entry] = [:]
    private var clock: UInt64 = 0

    init(limit: Int) { self.limit = limit }

    var count: Int { entries.count }

    /// The value of a key, as long as it is good.
    mutating func value(for key: Key, where isGood: (Value) -> Bool = { _ in true }) -> Value? {
        guard let found = entries.index(forKey: key), isGood(entries.values[found].value) else { return nil }
        clock += 1
        entries.values[found].lastUse = clock
        return entries.values[found].value
    }

    /// Keeps a value instead of an older one.  One that would take more than half of the room is not kept.
    /// - Parameters:
    ///   - bytes: what it takes up.
    ///   - isNewer: whether it is to take an older one's place.
    mutating func insert(_ value: Value, bytes size: Int, for key: Key, where isNewer: (Value) -> Bool = { _ in true })
    {
        guard size <= limit / 2 else { return }
        if let old = entries[key] {
            guard isNewer(old.value) else { return }
            bytes -= old.bytes
        }
        clock += 1
        entries[key] = Entry(value: value, bytes: size, lastUse: clock)
        bytes += size
        if bytes > limit { shrink() }
    }

    /// Makes an eighth of the room free at once, so that the search for what is old is paid for by many insertions.
    private mutating func shrink() {
        let goal = limit - limit / 8
        let byAge = entries.map { (key: $0.key, lastUse: $0.value.lastUse) }.sorted { $0.lastUse < $1.lastUse }
        for (key, _) in byAge {
            guard bytes > goal, let old = entries.removeValue(forKey: key) else { break }
            bytes -= old.bytes
        }
    }
}
