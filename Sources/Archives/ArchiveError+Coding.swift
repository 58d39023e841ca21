extension ArchiveError {
    /// Writes an error that a worker may have about an archive; those about workers are the pool's own.
    func encode(into out: inout ByteWriter) {
        switch self {
        case .unsupportedFormat: out.byte(1)
        case .truncated: out.byte(2)
        case .damaged(let message):
            out.byte(3)
            out.counted(Array(message.utf8)[...])
        case .limitExceeded(let which, let limit):
            out.byte(4)
            out.byte(which.rawValue)
            out.zigzag(limit)
        case .encrypted(let member):
            out.byte(5)
            out.counted(member[...])
        case .unreadable(let errno):
            out.byte(6)
            out.zigzag(Int64(errno))
        case .notInSkeleton: out.byte(7)
        case .workerDied, .workerExited, .timedOut, .protocolViolation, .cannotStart, .corruptListing:
            preconditionFailure("a worker does not speak of workers")
        }
    }

    /// Reads what `encode` wrote.
    init(decoding reader: inout ByteReader) throws(ArchiveError) {
        switch try reader.byte() {
        case 1: self = .unsupportedFormat
        case 2: self = .truncated
        case 3: self = .damaged(String(decoding: try reader.counted(limit: 1 << 12), as: UTF8.self))
        case 4:
            guard let which = Limit(rawValue: try reader.byte()) else { throw .corruptListing }
            self = .limitExceeded(which, limit: try reader.zigzag())
        case 5: self = .encrypted(member: try reader.counted(limit: 1 << 16))
        case 6: self = .unreadable(errno: Int32(truncatingIfNeeded: try reader.zigzag()))
        case 7: self = .notInSkeleton
        default: throw .corruptListing
        }
    }
}
