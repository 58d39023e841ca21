internal import ContentStore

/// How often a file was downloaded.
public struct DownloadCounts: Sendable, Equatable {
    /// Since it was uploaded.
    public internal(set) var total = 0
    /// The newest day that counts are kept of, in days since 1970, UTC.
    public internal(set) var lastDay = 0
    /// Downloads of that day, then of each day before it; at most `dayLimit` days.
    public internal(set) var daily: [Int] = []

    /// Days that counts are kept of.
    public static let dayLimit = 90

    /// None.
    public init() {}

    /// Downloads of the last so many days, `today` (in days since 1970, UTC) included.
    public func recent(days: Int, today: Int) -> Int {
        var sum = 0
        for (back, count) in daily.enumerated() where today - (lastDay - back) < days { sum += count }
        return sum
    }

    /// Counts downloads of a day, which may also be one before the last.
    mutating func add(_ count: Int, on day: Int) {
        total = Self.sum(total, count)
        if daily.isEmpty { lastDay = day }
        if day > lastDay {
            let gap = min(day - lastDay, Self.dayLimit)
            daily = Array((Array(repeating: 0, count: gap) + daily).prefix(Self.dayLimit))
            lastDay = day
        }
        let back = lastDay - day
        guard back < Self.dayLimit else { return }
        while daily.count <= back { daily.append(0) }
        daily[back] = Self.sum(daily[back], count)
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, isOver) = left.addingReportingOverflow(max(0, right))
        return isOver ? .max : sum
    }

    // MARK: - The record

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: 16 + daily.count)
        record.append(UInt64(total))
        record.append(UInt64(max(0, lastDay)))
        record.append(UInt64(daily.count))
        for count in daily { record.append(UInt64(count)) }
        return record.bytes
    }

    init?(decoding bytes: [UInt8]) {
        guard var record = RecordReader(bytes, version: Self.version),
            let total = record.takeNumber().flatMap(Int.init(exactly:)),
            let lastDay = record.takeNumber().flatMap(Int.init(exactly:)), let days = record.takeNumber(),
            days <= UInt64(Self.dayLimit)
        else { return nil }
        self.total = total
        self.lastDay = lastDay
        for _ in 0..<days {
            guard let count = record.takeNumber().flatMap(Int.init(exactly:)) else { return nil }
            daily.append(count)
        }
        guard record.isAtEnd else { return nil }
    }
}

/// A file of a registry, as those who count downloads know it.
public struct DownloadKey: Hashable, Sendable {
    /// The registry's id.
    public let registryID: String
    /// The file's id.
    public let file: FileID

    /// The key of a file.
    public init(_ file: FileEntry) {
        registryID = file.name.components.first ?? ""
        self.file = file.id
    }
}
