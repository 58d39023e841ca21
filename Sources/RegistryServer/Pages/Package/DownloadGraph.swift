internal import Mustache
internal import RegistryCore

/// How often a file was downloaded on each of the last 90 days: bars in a picture, and a sentence that says the same.
struct DownloadGraph: Sendable {
    /// The bars, as a path of SVG in a field of `width` by `height`.
    let bars: String
    let width: Int
    let height: Int
    /// For those who do not see it.
    let text: String
    /// Downloads since the file came.
    let total: String
    /// Downloads of the last 90 days.
    let recent: String

    private static let barWidth = 3
    private static let room = 40

    /// - Parameter now: milliseconds since 1970.
    init(_ downloads: DownloadCounts, now: Int64) {
        let today = Int(now / 86_400_000)
        let days = DownloadCounts.dayLimit
        var counts = [Int](repeating: 0, count: days)
        for (back, count) in downloads.daily.enumerated() {
            let age = today - (downloads.lastDay - back)
            if (0..<days).contains(age) { counts[days - 1 - age] = count }
        }
        let most = counts.max() ?? 0
        var bars = ""
        for (day, count) in counts.enumerated() where count > 0 {
            // What was downloaded at all is seen.
            let height = max(2, Int((Double(count) / Double(most) * Double(Self.room)).rounded()))
            bars += "M\(day * Self.barWidth) \(Self.room)v-\(height)h2v\(height)z"
        }
        self.bars = bars
        width = days * Self.barWidth
        height = Self.room
        let recent = downloads.recent(days: days, today: today)
        total = PageFormats.count(downloads.total)
        self.recent = PageFormats.count(recent)
        if let best = counts.lastIndex(of: most), most > 0 {
            let day = PageFormats.day(Int64(today - (days - 1 - best)) * 86_400_000)
            text =
                "Downloads on each of the last \(days) days: \(PageFormats.count(recent)) in all, "
                + "at most \(PageFormats.count(most)), on \(day)."
        } else {
            text = "No downloads in the last \(days) days."
        }
    }
}

extension DownloadGraph: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "bars": bars
        case "width": width
        case "height": height
        case "text": text
        case "total": total
        case "recent": recent
        default: nil
        }
    }
}
