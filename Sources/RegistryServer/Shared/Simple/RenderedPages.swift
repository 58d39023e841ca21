/// Finished pages, bounded in bytes; what was asked for longest ago goes first.
struct RenderedPages {
    private struct Entry {
        var page: RenderedPage
        var lastUse: UInt64
    }

    /// Bytes it may hold.
    let limit: Int
    private(set) var bytes = 0
    private var entries: [PageKey: Entry] = [:]
    private var clock: UInt64 = 0

    init(limit: Int) { self.limit = limit }

    var count: Int { entries.count }

    /// The page, if it was made at these serials.
    mutating func page(for key: PageKey, serials: [UInt64]) -> RenderedPage? {
        guard let found = entries.index(forKey: key), entries.values[found].page.serials == serials else { return nil }
        clock += 1
        entries.values[found].lastUse = clock
        return entries.values[found].page
    }

    /// Keeps a page instead of an older one.  One that would take more than half of the room is not kept.
    mutating func insert(_ page: RenderedPage, for key: PageKey) {
        guard page.bytes <= limit / 2 else { return }
        if let old = entries[key] {
            // Somebody was slower and knows less.
            if zip(old.page.serials, page.serials).contains(where: >) { return }
            bytes -= old.page.bytes
        }
        clock += 1
        entries[key] = Entry(page: page, lastUse: clock)
        bytes += page.bytes
        if bytes > limit { shrink() }
    }

    /// Makes an eighth of the room free at once, so that the search for what is old is paid for by many insertions.
    private mutating func shrink() {
        let goal = limit - limit / 8
        let byAge = entries.map { (key: $0.key, lastUse: $0.value.lastUse) }.sorted { $0.lastUse < $1.lastUse }
        for (key, _) in byAge {
            guard bytes > goal, let old = entries.removeValue(forKey: key) else { break }
            bytes -= old.page.bytes
        }
    }
}
