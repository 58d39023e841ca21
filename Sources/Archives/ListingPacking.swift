/// The outer layer of a stored listing: a version, and compression where it pays.
enum ListingPacking {
    static func seal(_ body: [UInt8], version: UInt8) -> [UInt8] {
        var out = ByteWriter(reserving: body.count + 2)
        out.byte(version)
        out.byte(0)
        out.append(body[...])
        return out.bytes
    }

    static func open(_ bytes: [UInt8], version: UInt8, limit: Int) throws(ArchiveError) -> [UInt8] {
        guard bytes.count >= 2, bytes[0] == version, bytes[1] == 0 else { throw .corruptListing }
        return Array(bytes[2...])
    }
}
