/// Finished pages, bounded in bytes; what was asked for longest ago goes first.
struct RenderedPages {
    private var recent: RecentValues<PageKey, RenderedPage>

    /// - Parameter limit: bytes it may hold.
    init(limit: Int) { recent = RecentValues(limit: limit) }

    var bytes: Int { recent.bytes }
    var count: Int { recent.count }

    /// The page, if it was made at these serials.
    mutating func page(for key: PageKey, serials: [UInt64]) -> RenderedPage? {
        recent.value(for: key) { $0.serials == serials }
    }

    /// Keeps a page instead of an older one.  One that would take more than half of the room is not kept.
    mutating func insert(_ page: RenderedPage, for key: PageKey) {
        recent.insert(page, bytes: page.bytes, for: key) { old in
            // Somebody may have been slower and know less.
            !zip(old.serials, page.serials).contains(where: >)
        }
    }
}
