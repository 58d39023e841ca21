internal import Archives

/// Holds a wheel's RECORD against its members.
enum RecordCheck {
    /// Signatures of RECORD, which it cannot list with a hash.
    private static let signatures = ["RECORD.jws", "RECORD.p7s"]

    /// - Returns: the hashes of members, by normalized path.
    static func run(
        _ bytes: [UInt8], folder: String, _ members: MemberTable, _ findings: inout FindingList
    ) -> [[UInt8]: RecordHash] {
        let recordPath = Array("\(folder)/RECORD".utf8)
        // Twice as many rows as files can only repeat or invent.
        let maximumRows = 2 * members.files.count + 1000
        guard let record = RecordFile(parsing: bytes, maximumRows: maximumRows) else {
            findings.add(.recordInvalid, recordPath, detail: "RECORD is not a line of three fields for each file")
            return [:]
        }
        let exempt = Set(signatures.map { Array("\(folder)/\($0)".utf8) } + [recordPath])
        var seen: Set<[UInt8]> = []
        seen.reserveCapacity(record.rows.count)
        var hashes: [[UInt8]: RecordHash] = [:]
        hashes.reserveCapacity(record.rows.count)
        for row in record.rows {
            let path = memberPath(row.path, members)
            guard seen.insert(path).inserted else {
                findings.add(.recordDuplicate, path, detail: "RECORD lists it twice")
                continue
            }
            guard let member = members.files[path] else {
                findings.add(.recordMissingFile, path, detail: "RECORD lists it, but the wheel does not have it")
                continue
            }
            if let size = member.size, !row.size.isEmpty, Int64(row.size) != size {
                findings.add(.recordSize, path, detail: "RECORD says \(row.size) bytes, the archive \(size)")
            }
            if exempt.contains(path), row.hash.isEmpty { continue }
            if let hash = hash(of: row, path, &findings) { hashes[path] = hash }
        }
        for path in members.files.keys where !seen.contains(path) && !exempt.contains(path) {
            findings.add(.recordUnlisted, path, detail: "RECORD does not list it")
        }
        return hashes
    }

    private static func hash(
        of row: RecordFile.Row, _ path: [UInt8], _ findings: inout FindingList
    ) -> RecordHash? {
        guard !row.hash.isEmpty else {
            findings.add(.recordHashMissing, path, detail: "RECORD has no hash for it")
            return nil
        }
        do throws(RecordHash.Refusal) {
            return try RecordHash(row.hash)
        } catch {
            switch error {
            case .weak: findings.add(.recordHashWeak, path, detail: "RECORD has a hash that can be forged: \(row.hash)")
            case .unsupported:
                findings.add(.recordHashUnsupported, path, detail: "RECORD has an unknown hash: \(row.hash)")
            case .malformed: findings.add(.recordInvalid, path, detail: "RECORD has no valid hash for it: \(row.hash)")
            }
            return nil
        }
    }

    /// Old tools on Windows wrote backslashes into RECORD and slashes into the archive.
    private static func memberPath(_ path: [UInt8], _ members: MemberTable) -> [UInt8] {
        let path = MemberPath.normalized(path)
        guard members.files[path] == nil, path.contains(UInt8(ascii: "\\")) else { return path }
        return MemberPath.normalized(path.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 })
    }
}
