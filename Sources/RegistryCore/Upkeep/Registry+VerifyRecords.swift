internal import ContentStore

extension Registry {
    /// Holds the records of files against the files, both ways, a few hundred at a time.
    func checkFileRecords(
        _ paths: [String: RegistryPath], _ report: inout IndexCheckReport, onFinding: (RegistryFinding) -> Void,
        shouldContinue: (IndexCheckReport) -> Bool
    ) throws(RegistryError) {
        for part in FileRecordCheck.Part.allCases {
            try checkPages(
                &report, onFinding: { onFinding(Self.naming($0, by: paths)) }, shouldContinue: shouldContinue
            ) { (snapshot, start) throws(RegistryError) in
                try Self.translating { () throws(StoreError) in
                    var check = FileRecordCheck(snapshot)
                    try check.look(at: part, from: start)
                    return check.page
                }
            }
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
    private(set) var page = CheckedPage()

    init(_ snapshot: StoreSnapshot) { self.snapshot = snapshot }

    mutating func look(at part: Part, from start: [UInt8]?) throws(StoreError) {
        switch part {
        case .ids: try lookAtRecords("F", from: start)
        case .attestations: try lookAtRecords("X", from: start)
        case .downloads: try lookAtRecords("D", from: start)
        case .files: try lookAtFiles(from: start)
        }
    }

    private mutating func lookAtRecords(_ letter: String, from start: [UInt8]?) throws(StoreError) {
        for (key, payload) in try page.records(letter, from: start, in: snapshot) {
            // A letter, the registry's id, the file's.
            guard key.count == 1 + 16 + 16, let file = RecordKey.fileID(endOf: key) else {
                page.tell("a record \(letter) has an unusable key")
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
                page.tell("the record \(letter) of file \(file) is of no file", name)
                continue
            }
        }
    }

    private mutating func lookAtFiles(from start: [UInt8]?) throws(StoreError) {
        var found: [(name: BlobName, reference: Reference)] = []
        try snapshot.scanReferences(from: start) { name, reference in
            guard found.count < CheckedPage.limit else {
                page.next = name.key
                return false
            }
            found.append((name, reference))
            return true
        }
        for (name, reference) in found {
            page.rows += 1
            guard let record = FileRecord(decoding: reference.payload, under: name), let id = name.components.first
            else {
                page.tell("its record cannot be decoded", name)
                continue
            }
            if try snapshot.record(RecordKey.file(record.id, in: id)) != FileName.payload(of: name) {
                page.tell("its id does not lead to it", name)
            }
            if try snapshot.record(RecordKey.project(name.components[1], in: id)) == nil {
                page.tell("its project has no record", name)
            }
            if record.hasAttestations, try snapshot.record(RecordKey.attestations(of: record.id, in: id)) == nil {
                page.tell("its attestations are missing", name)
            }
        }
    }
}
