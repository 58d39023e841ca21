internal import PythonPackaging

/// What makes a wheel a wheel (PEP 427 and the specification that followed it).
enum WheelInspection {
    private static let suffix = Array(".dist-info".utf8)
    /// WHEEL and entry_points.txt have a few lines; the largest of real ones are a few hundred kilobytes.
    private static let mostTextBytes = 1 << 20

    /// - Parameter wantsHashes: somebody will compare them.
    /// - Returns: the hashes RECORD has for members, for those who want to compare.
    static func check(
        _ members: MemberTable, as filename: WheelFilename, wantsHashes: Bool, _ facts: inout InspectionFacts,
        _ findings: inout FindingList
    ) -> [[UInt8]: RecordHash] {
        let folders = members.topFolders.filter { $0.hasSuffix(suffix) }
        guard let folder = folders.first else {
            findings.add(.distInfoMissing, detail: "the wheel has no .dist-info folder")
            return [:]
        }
        guard folders.count == 1 else {
            findings.add(.distInfoRepeated, folders[1], detail: "the wheel has \(folders.count) .dist-info folders")
            return [:]
        }
        let folderName = String(decoding: folder, as: UTF8.self)
        checkFolder(folderName, filename, &findings)
        let metadataBytes = members.contents(of: "METADATA", in: folder)
        var wheel = members.contents(of: "WHEEL", in: folder)
        let record = members.contents(of: "RECORD", in: folder)
        var entryPoints = members.contents(of: "entry_points.txt", in: folder)
        for (name, isThere) in [
            ("METADATA", metadataBytes != nil), ("WHEEL", wheel != nil), ("RECORD", record != nil),
        ] where !isThere {
            findings.add(.wheelFileMissing, MemberPath.joined(folder, name), detail: "the wheel has no \(name)")
        }
        if let metadataBytes {
            MetadataCheck.run(
                metadataBytes, at: MemberPath.joined(folder, "METADATA"), isWheel: true, &facts, &findings)
            if let metadata = facts.metadata {
                MetadataCheck.checkLicenses(metadata, below: "\(folderName)/licenses", members, &findings)
            }
        }
        dropLong("WHEEL", &wheel, .wheelFileInvalid, folder, &findings)
        dropLong("entry_points.txt", &entryPoints, .entryPoints, folder, &findings)
        if let wheel { WheelFileCheck.run(wheel, at: MemberPath.joined(folder, "WHEEL"), filename, &findings) }
        if let entryPoints {
            EntryPointsCheck.run(entryPoints, at: MemberPath.joined(folder, "entry_points.txt"), &findings)
        }
        guard let record else { return [:] }
        return RecordCheck.run(record, folder: folder, members, wantsHashes: wantsHashes, &findings)
    }

    private static func dropLong(
        _ name: String, _ contents: inout [UInt8]?, _ rule: InspectionRule, _ folder: [UInt8],
        _ findings: inout FindingList
    ) {
        guard let count = contents?.count, count > mostTextBytes else { return }
        findings.add(rule, MemberPath.joined(folder, name), severity: .error, detail: "\(name) has \(count) bytes")
        contents = nil
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
        count > suffix.count && self[(count - suffix.count)...] == suffix[...]
    }
}
