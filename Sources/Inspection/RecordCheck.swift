internal import Archives

/// Holds a wheel's RECORD against its members.
enum RecordCheck {
    /// RECORD and its signatures, which it cannot list with a hash.
    private static let exempt = ["RECORD", "RECORD.jws", "RECORD.p7s"]

    /// - Parameter folder: the path of the folder that RECORD lies in.
    /// - Returns: the hashes of members, by normalized path; none where they are not wanted.
    static func run(
        _ bytes: [UInt8], folder: [UInt8], _ members: MemberTable, wantsHashes: Bool, _ findings: inout FindingList
    ) -> [[UInt8]: RecordHash] {
        let files = members.files
        // Twice as many rows as files can only repeat or invent.
        guard let record = RecordFile(parsing: bytes, maximumRows: 2 * files.count + 1000) else {
            findings.add(
                .recordInvalid, MemberPath.joined(folder, "RECORD"),
                detail: "RECORD is not a line of three fields for each file")
            return [:]
        }
        var listed = [Bool](repeating: false, count: files.count)
        var missing: Set<[UInt8]> = []
        var hashes: [[UInt8]: RecordHash] = [:]
        var hint = 0
        for row in record.rows {
            let (path, place) = find(row.path, files, hint)
            guard let place else {
                if missing.insert(path).inserted {
                    findings.add(.recordMissingFile, path, detail: "RECORD lists it, but the wheel does not have it")
                } else {
                    findings.add(.recordDuplicate, path, detail: "RECORD lists it twice")
                }
                continue
            }
            guard !listed[place] else {
                findings.add(.recordDuplicate, path, detail: "RECORD lists it twice")
                continue
            }
            listed[place] = true
            // Most tools write both in one order.
            hint = place + 1
            if let size = files.members[place].size, !row.size.isEmpty, Int64(text(row.size)) != size {
                findings.add(.recordSize, path, detail: "RECORD says \(text(row.size)) bytes, the archive \(size)")
            }
            if row.hash.isEmpty, isExempt(path, folder) { continue }
            if let hash = hash(of: row, path, &findings), wantsHashes { hashes[path] = hash }
        }
        for (place, path) in files.paths.enumerated() where !listed[place] && !isExempt(path, folder) {
            findings.add(.recordUnlisted, path, detail: "RECORD does not list it")
        }
        return hashes
    }

    private static func isExempt(_ path: [UInt8], _ folder: [UInt8]) -> Bool {
        guard path.count > folder.count + 1, path.starts(with: folder), path[folder.count] == UInt8(ascii: "/") else {
            return false
        }
        return exempt.contains { $0.utf8.elementsEqual(path[(folder.count + 1)...]) }
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String { String(decoding: field, as: UTF8.self) }

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
            case .weak:
                findings.add(.recordHashWeak, path, detail: "RECORD has a hash that can be forged: \(text(row.hash))")
            case .unsupported:
                findings.add(.recordHashUnsupported, path, detail: "RECORD has an unknown hash: \(text(row.hash))")
            case .malformed:
                findings.add(.recordInvalid, path, detail: "RECORD has no valid hash for it: \(text(row.hash))")
            }
            return nil
        }
    }

    /// The normalized path, and the file that it means.
    private static func find(_ path: ArraySlice<UInt8>, _ files: FileTable, _ hint: Int) -> ([UInt8], Int?) {
        if hint < files.count, files.paths[hint][...] == path { return (files.paths[hint], hint) }
        let written = MemberPath.normalized(Array(path))
        if let place = files.place(of: written) { return (written, place) }
        guard written.contains(UInt8(ascii: "\\")) else { return (written, nil) }
        // Old tools on Windows wrote backslashes into RECORD and slashes into the archive.
        let slashed = MemberPath.normalized(written.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 })
        return (slashed, files.place(of: slashed))
    }
}
