internal import ContentStore

extension Registry {
    /// Holds the records of files against the files, both ways, a few hundred at a time.
    func checkFileRecords(
        _ paths: [String: RegistryPath], _ report: inout IndexCheckReport, onFinding: (RegistryFinding) -> Void,
        shouldContinue: (IndexCheckReport) -> Bool
    ) throws(RegistryError) {
        for part in FileRecordCheck.Part.allCases {
            var start: [UInt8]? = nil
            repeat {
                guard shouldContinue(report) else {
                    report.isStoppedEarly = true
                    return
                }
                let from = start
                let result = try Self.translating { () throws(StoreError) in
                    try store.read { (snapshot) throws(StoreError) in
                        var check = FileRecordCheck(snapshot)
                        try check.look(at: part, from: from, limit: 500)
                        return check.result
                    }
                }
                report.rows += result.rows
                for finding in result.findings {
                    report.damaged += 1
                    onFinding(Self.naming(finding, by: paths))
                }
                start = result.next
            } while start != nil
        }
    }
}

/// Looks at some records of files, or at some files, and at what belongs to them, within one snapshot.
private struct FileRecordCheck {
    /// What is gone through.
    enum Part: CaseIterable {
        /// Records that lead from an id to a file.
        case ids
        /// Attestations of files.
        case attestations
        /// Counts of downloads.
        case downloads
        /// The files themselves.
        case files
    }

    private let snapshot: StoreSnapshot
    private(set) var result = Result()

    struct Result {
        var findings: [Finding] = []
        /// Records and files looked at.
        var rows: Int64 = 0
        /// Where to go on; nil at the end.
        var next: [UInt8]?
    }

    init(_ snapshot: StoreSnapshot) { self.snapshot = snapshot }

    private mutating func tell(_ name: BlobName?, _ detail: String) {
        result.findings.append(Finding(.inconsistentIndex, nil, names: name.map { [$0] } ?? [], detail))
    }

    mutating func look(at part: Part, from start: [UInt8]?, limit: Int64) throws(StoreError) {
        switch part {
        case .ids: try lookAtRecords("F", from: start, limit)
        case .attestations: try lookAtRecords("X", from: start, limit)
        case .downloads: try lookAtRecords("D", from: start, limit)
        case .files: try lookAtFiles(from: start, limit)
        }
    }

    private mutating func lookAtRecords(_ letter: String, from start: [UInt8]?, _ limit: Int64) throws(StoreError) {
        var found: [(key: [UInt8], payload: [UInt8])] = []
        try snapshot.scanRecords(under: Array(letter.utf8), from: start) { key, payload in
            guard found.count < limit else {
                result.next = key
                return false
            }
            found.append((key, payload))
            return true
        }
        for (key, payload) in found {
            result.rows += 1
            // A letter, the registry's id, the file's.
            guard key.count == 1 + 16 + 16, let file = RecordKey.fileID(endOf: key) else {
                tell(nil, "a record \(letter) has an unusable key")
                continue
            }
            let id = String(decoding: key[1..<17], as: UTF8.self)
            let name: BlobName?
            if letter == "F" {
                name = FileName.decode(payload, in: id)
            } else {
                name = try snapshot.record(RecordKey.file(file, in: id)).flatMap { FileName.decode($0, in: id) }
            }
            guard let name, let reference = try snapshot.reference(name),
                FileRecord(decoding: reference.payload, under: name)?.id == file
            else {
                tell(name, "the record \(letter) of file \(file) is of no file")
                continue
            }
        }
    }

    private mutating func lookAtFiles(from start: [UInt8]?, _ limit: Int64) throws(StoreError) {
        var found: [(name: BlobName, reference: Reference)] = []
        try snapshot.scanReferences(from: start) { name, reference in
            guard found.count < limit else {
                result.next = name.key
                return false
            }
            found.append((name, reference))
            return true
        }
        for (name, reference) in found {
            result.rows += 1
            guard let record = FileRecord(decoding: reference.payload, under: name), let id = name.components.first
            else {
                tell(name, "its record cannot be decoded")
                continue
            }
            if try snapshot.record(RecordKey.file(record.id, in: id)) != FileName.payload(of: name) {
                tell(name, "its id does not lead to it")
            }
            if try snapshot.record(RecordKey.project(name.components[1], in: id)) == nil {
                tell(name, "its project has no record")
            }
            if record.hasAttestations, try snapshot.record(RecordKey.attestations(of: record.id, in: id)) == nil {
                tell(name, "its attestations are missing")
            }
        }
    }
}
