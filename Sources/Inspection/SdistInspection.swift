internal import PythonPackaging

/// What makes an sdist an sdist (PEP 625, PEP 643), and what made one before.
enum SdistInspection {
    static func check(
        _ members: MemberTable, as filename: SdistFilename, _ facts: inout InspectionFacts,
        _ findings: inout FindingList
    ) {
        guard let folder = topFolder(members, &findings) else { return }
        readMetadata(below: folder, members, &facts, &findings)
        checkFolderName(folder, facts.filename, &findings)
        if let metadata = facts.metadata {
            MetadataCheck.checkLicenses(metadata, below: String(decoding: folder, as: UTF8.self), members, &findings)
        }
    }

    private static func topFolder(_ members: MemberTable, _ findings: inout FindingList) -> [UInt8]? {
        if let loose = members.looseFiles.first {
            findings.add(.topFolder, loose, detail: "it lies beside the top folder")
        }
        let folders = members.topFolders
        if folders.count != 1 {
            findings.add(.topFolder, folders.dropFirst().first, detail: "the sdist has \(folders.count) top folders")
        }
        return folders.first
    }

    private static func readMetadata(
        below folder: [UInt8], _ members: MemberTable, _ facts: inout InspectionFacts,
        _ findings: inout FindingList
    ) {
        let path = folder + Array("/PKG-INFO".utf8)
        var chosen = path
        var contents = members.contents(of: path)
        if contents.count > 1 { findings.add(.pkgInfoRepeated, path, detail: "the sdist has two of them") }
        if contents.isEmpty {
            findings.add(.pkgInfoMissing, path, detail: "the sdist has no file PKG-INFO in its top folder")
            // setuptools always left a second one.
            for other in members.extractedPaths where other.starts(with: folder + [UInt8(ascii: "/")]) {
                chosen = other
                contents = members.contents(of: other)
                break
            }
        }
        // The last of several is the one that unpacking leaves.
        guard let bytes = contents.last else { return }
        MetadataCheck.run(bytes, at: chosen, isWheel: false, &facts, &findings)
    }

    private static func checkFolderName(
        _ folder: [UInt8], _ filename: DistributionFilename, _ findings: inout FindingList
    ) {
        let text = String(decoding: folder, as: UTF8.self)
        let expected = "\(filename.project.display)-\(filename.version.text)"
        if text != expected { findings.add(.topFolderName, folder, detail: "the filename demands \(expected)") }
    }
}
