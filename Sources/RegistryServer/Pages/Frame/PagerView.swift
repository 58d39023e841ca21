internal import Mustache

/// Which part of a list is shown, and the ways to its neighbours.
struct PagerView: Sendable {
    /// `1–50 of 1,234`.
    let text: String
    let previous: String?
    let next: String?
    /// Whether all is on one page.
    let isNeeded: Bool

    /// - Parameters:
    ///   - page: from 1.
    ///   - link: the address of a page.
    init(page: Int, size: Int, total: Int, link: (Int) -> String) {
        let first = (page - 1) * size
        let last = min(first + size, total)
        text =
            first < last
            ? "\(PageFormats.count(first + 1))–\(PageFormats.count(last)) of \(PageFormats.count(total))"
            : "Nothing on this page; \(PageFormats.count(total)) in all"
        previous = page > 1 ? link(page - 1) : nil
        next = last < total && first < last ? link(page + 1) : nil
        isNeeded = page > 1 || total > size
    }

    /// The page that a query asks for: from 1 to `limit`.
    static func page(_ query: PageQuery, limit: Int) -> Int {
        min(max(Int(query["page"]) ?? 1, 1), max(1, limit))
    }
}

extension PagerView: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "text": text
        case "previous": previous
        case "next": next
        case "isNeeded": isNeeded
        default: nil
        }
    }
}
