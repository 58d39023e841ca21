/// An object that is being written, and by whom.
struct ReservationRow: Equatable {
    let session: SessionID
    /// Bytes that the object will have.
    let size: Int64

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var row = RowWriter(version: Self.version, capacity: 32)
        row.append(session.high)
        row.append(session.low)
        row.append(size)
        return row.finish()
    }

    init(session: SessionID, size: Int64) {
        self.session = session
        self.size = size
    }

    init?(decoding bytes: [UInt8]) {
        guard var row = RowReader(bytes, version: Self.version), let high = row.take(UInt64.self),
            let low = row.take(UInt64.self), let size = row.take(Int64.self), row.isAtEnd
        else { return nil }
        self.init(session: SessionID(high: high, low: low), size: size)
    }
}

/// Why an object was doomed.
public enum DoomReason: UInt8, Sendable, CaseIterable {
    /// No name refers to its blob any more.
    case unreferenced = 1
    /// Another attempt to write the same bytes was published first, or the attempt was given up.
    case lostRace = 2
    /// Its writer died before publishing.
    case deadWriter = 3
    /// A healthy copy took its place.
    case replacedDamage = 4
    /// A full scan found it, named by nothing.
    case stray = 5
}

/// An object that may be removed.
struct DoomedRow: Equatable {
    /// Fresh at every doom: what a collector read before is no longer the entry it may forget.
    let mark: UInt64
    /// Milliseconds since 1970.
    let since: Int64
    /// Bytes, as far as known.
    let size: Int64
    let reason: DoomReason
    /// The object was found damaged; `--quarantine` keeps it.
    let wasDamaged: Bool

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var row = RowWriter(version: Self.version, capacity: 32)
        row.append(mark)
        row.append(since)
        row.append(size)
        row.append(reason.rawValue)
        row.append(UInt8(wasDamaged ? 1 : 0))
        return row.finish()
    }

    init(mark: UInt64, since: Int64, size: Int64, reason: DoomReason, wasDamaged: Bool) {
        self.mark = mark
        self.since = since
        self.size = size
        self.reason = reason
        self.wasDamaged = wasDamaged
    }

    init?(decoding bytes: [UInt8]) {
        guard var row = RowReader(bytes, version: Self.version), let mark = row.take(UInt64.self),
            let since = row.take(Int64.self), let size = row.take(Int64.self),
            let reason = row.take(UInt8.self).flatMap(DoomReason.init), let damaged = row.take(UInt8.self), row.isAtEnd
        else { return nil }
        self.init(mark: mark, since: since, size: size, reason: reason, wasDamaged: damaged != 0)
    }
}

/// A promise that nothing is condemned while a backup copies what the index calls live.
struct HoldRow: Equatable {
    let session: SessionID

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var row = RowWriter(version: Self.version, capacity: 24)
        row.append(session.high)
        row.append(session.low)
        return row.finish()
    }

    init(session: SessionID) { self.session = session }

    init?(decoding bytes: [UInt8]) {
        guard var row = RowReader(bytes, version: Self.version), let high = row.take(UInt64.self),
            let low = row.take(UInt64.self), row.isAtEnd
        else { return nil }
        self.init(session: SessionID(high: high, low: low))
    }
}
