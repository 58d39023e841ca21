// The stored form, version 1:
//
//     version (1) · packing (0 plain, 1 packed) · [packed only: plain length, varint] · body
//
// and the body, plain:
//
//     format · member count, varint · each member:
//         flags   bits 0-2 kind, 3 mode as before, 4 time as before, 5 has size, 6 encrypted, 7 extras follow
//         shared  varint: leading bytes of the path taken from the member before
//         rest    varint length and bytes
//         [extras byte: bit 0 link target, 1 warning, 2 no time, 3 sparse]
//         [size varint] [mode varint] [time, zigzag difference to the member before]
//         [link target: length, bytes] [warning: length, bytes]
//
// Varints are little-endian base 128. Everything is read from the bytes alone, so equal listings have equal bytes.

extension ArchiveListing {
    /// The stored form: deterministic, self-describing, about 15 bytes and the new part of the path per member;
    /// packed with `ListingPacking` when that pays.
    package func encoded() -> [UInt8] {
        var body = ByteWriter(reserving: 16 + members.count * 32)
        body.byte(format.rawValue)
        body.varint(UInt64(members.count))
        var previous = ArchiveMember(path: [], kind: .other)
        for member in members {
            Self.append(member, after: previous, to: &body)
            previous = member
        }
        return ListingPacking.seal(body.bytes, version: 1)
    }

    /// Reads what `encoded()` wrote. Accepts nothing else: any other bytes throw `ArchiveError.corruptListing`.
    /// - Parameter limits: those under which the archive was inspected, or wider.
    package init(decoding bytes: [UInt8], limits: ArchiveLimits = .standard) throws(ArchiveError) {
        let body = try ListingPacking.open(bytes, version: 1, limit: 2 * limits.listingBytes)
        var reader = ByteReader(body)
        guard let format = ArchiveFormat(rawValue: try reader.byte()) else { throw .corruptListing }
        let count = try reader.varint()
        // A member takes at least three bytes: a short input cannot make us reserve much.
        guard count <= UInt64(limits.entries), count <= UInt64(reader.remaining / 3) else { throw .corruptListing }
        var members: [ArchiveMember] = []
        members.reserveCapacity(Int(count))
        var previous = ArchiveMember(path: [], kind: .other)
        var unfolded = 0
        for _ in 0..<count {
            let member = try Self.member(after: previous, from: &reader, pathLimit: limits.pathBytes)
            unfolded += member.path.count + member.linkTarget.count
            guard unfolded <= limits.listingBytes else { throw .corruptListing }
            members.append(member)
            previous = member
        }
        guard reader.remaining == 0 else { throw .corruptListing }
        self.init(format: format, members: members)
    }

    private static func append(_ member: ArchiveMember, after previous: ArchiveMember, to body: inout ByteWriter) {
        let sameMode = member.mode == previous.mode
        let sameTime = member.modified == previous.modified
        let hasNoTime = !sameTime && member.modified == nil
        let hasExtras = !member.linkTarget.isEmpty || member.warning != nil || hasNoTime || member.isSparse
        var flags = member.kind.rawValue
        if sameMode { flags |= 1 << 3 }
        if sameTime { flags |= 1 << 4 }
        if member.size != nil { flags |= 1 << 5 }
        if member.isEncrypted { flags |= 1 << 6 }
        if hasExtras { flags |= 1 << 7 }
        body.byte(flags)

        let shared = sharedPrefix(member.path, previous.path)
        body.varint(UInt64(shared))
        body.counted(member.path[shared...])

        if hasExtras {
            var extras: UInt8 = 0
            if !member.linkTarget.isEmpty { extras |= 1 }
            if member.warning != nil { extras |= 2 }
            if hasNoTime { extras |= 4 }
            if member.isSparse { extras |= 8 }
            body.byte(extras)
        }
        if let size = member.size { body.varint(UInt64(bitPattern: size)) }
        if !sameMode { body.varint(UInt64(member.mode)) }
        if !sameTime, let modified = member.modified { body.zigzag(modified &- (previous.modified ?? 0)) }
        if !member.linkTarget.isEmpty { body.counted(member.linkTarget[...]) }
        if let warning = member.warning { body.counted(Array(warning.utf8)[...]) }
    }

    private static func member(
        after previous: ArchiveMember, from reader: inout ByteReader, pathLimit: Int
    ) throws(ArchiveError) -> ArchiveMember {
        let flags = try reader.byte()
        guard let kind = ArchiveMember.Kind(rawValue: flags & 7) else { throw .corruptListing }
        let shared = try reader.varint()
        guard shared <= UInt64(previous.path.count) else { throw .corruptListing }
        let path = try reader.counted(after: previous.path[..<Int(shared)], limit: pathLimit)
        let extras = flags & (1 << 7) != 0 ? try reader.byte() : 0
        guard extras < 16, flags & (1 << 7) == 0 || extras != 0 else { throw .corruptListing }

        var member = ArchiveMember(path: path, kind: kind, mode: previous.mode, modified: previous.modified)
        member.isEncrypted = flags & (1 << 6) != 0
        member.isSparse = extras & 8 != 0
        if flags & (1 << 5) != 0 { member.size = Int64(bitPattern: try reader.varint()) }
        if flags & (1 << 3) == 0 {
            guard let mode = UInt16(exactly: try reader.varint()) else { throw .corruptListing }
            member.mode = mode
        }
        if flags & (1 << 4) == 0 {
            member.modified = extras & 4 != 0 ? nil : (previous.modified ?? 0) &+ (try reader.zigzag())
        }
        if extras & 1 != 0 { member.linkTarget = try reader.counted(limit: pathLimit) }
        if extras & 2 != 0 {
            guard let warning = String(validating: try reader.counted(limit: pathLimit), as: UTF8.self) else {
                throw .corruptListing
            }
            member.warning = warning
        }
        return member
    }

    private static func sharedPrefix(_ one: [UInt8], _ other: [UInt8]) -> Int {
        let most = min(one.count, other.count)
        var count = 0
        while count < most, one[count] == other[count] { count += 1 }
        return count
    }
}
