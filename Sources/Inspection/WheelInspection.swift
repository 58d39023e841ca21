internal import PythonPackaging

/// What makes a wheel a wheel (PEP 427 and the specification that followed it).
enum WheelInspection {
    private static let suffix = Array(".dist-info".utf8)
    /// WHEEL and entry_points.txt have a few lines; the largest of real ones are a few hundred kilobytes.
    private static let mostTextBytes = 1 << 20

    /// - Returns: the hashes RECORD has for members, for those who want to compare.
    static func check(
        _ members: MemberTable, as filename: WheelFilename, _ report: inout InspectionReport,
        _ findings: inout FindingList
    ) -> [[UInt8]: RecordHash] {
        let folders = members.topFolders.filter { $0.hasSuffix(suffix) }.sorted { $0.lexicographicallyPrecedes($1) }
        guard let bytes = folders.first else {
            findings.add(.distInfoMissing, detail: "the wheel has no .dist-info folder")
            return [:]
        }
        guard folders.count == 1 else {
            findings.add(.distInfoRepeated, folders[1], detail: "the wheel has \(folders.count) .dist-info folders")
            return [:]
        }
        let folder = String(decoding: bytes, as: UTF8.self)
        checkFolder(folder, filename, &findings)
        var contents: [String: [UInt8]] = [:]
        for name in ["METADATA", "WHEEL", "RECORD", "entry_points.txt"] {
            contents[name] = members.contents(of: Array("\(folder)/\(name)".utf8)).first
            if contents[name] == nil, name != "entry_points.txt" {
                findings.add(.wheelFileMissing, Array("\(folder)/\(name)".utf8), detail: "the wheel has no \(name)")
            }
        }
        if let metadata = contents["METADATA"] {
            MetadataCheck.run(metadata, at: Array("\(folder)/METADATA".utf8), isWheel: true, &report, &findings)
            if let metadata = report.metadata {
                MetadataCheck.checkLicenses(metadata, below: "\(folder)/licenses", members, &findings)
            }
        }
        for (name, rule) in [("WHEEL", InspectionRule.wheelFileInvalid), ("entry_points.txt", .entryPoints)] {
            guard let count = contents[name]?.count, count > mostTextBytes else { continue }
            findings.add(rule, Array("\(folder)/\(name)".utf8), severity: .error, detail: "\(name) has \(count) bytes")
            contents[name] = nil
        }
        if let wheel = contents["WHEEL"] {
            WheelFileCheck.run(wheel, at: Array("\(folder)/WHEEL".utf8), filename, &findings)
        }
        if let text = contents["entry_points.txt"] {
            EntryPointsCheck.run(text, at: Array("\(folder)/entry_points.txt".utf8), &findings)
        }
        guard let record = contents["RECORD"] else { return [:] }
        return RecordCheck.run(record, folder: folder, members, &findings)
    }

    private static func checkFolder(_ folder: String, _ filename: WheelFilename, _ findings: inout FindingList) {
        let stem = folder.dropLast(suffix.count)
        let expected = "\(filename.project.display)-\(filename.version.text)"
        guard stem != expected else { return }
        let member = Array(folder.utf8)
        guard let hyphen = stem.lastIndex(of: "-"), let name = ProjectName(String(stem[..<hyphen])),
            name == filename.project
        else {
            findings.add(.distInfoName, member, detail: "the .dist-info folder is of another project")
            return
        }
        let version = PackageVersion(String(stem[stem.index(after: hyphen)...]).replacing("_", with: "+"))
        if version != filename.version {
            findings.add(.distInfoVersion, member, detail: "the .dist-info folder is of another version")
        } else {
            findings.add(.distInfoSpelling, member, detail: "the filename demands \(expected).dist-info")
        }
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
        count > suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
    }
}
