internal import PythonPackaging

/// What makes an sdist an sdist (PEP 625, PEP 643), and what made one before.
enum SdistInspection {
    static func check(
        _ members: MemberTable, as filename: SdistFilename, _ report: inout InspectionReport,
        _ findings: inout FindingList
    ) {
        checkFolders(members, &findings)
        guard let folder = topFolder(members) else { return }
        readMetadata(below: folder, members, &report, &findings)
        checkFolderName(folder, report.filename, &findings)
        if let metadata = report.metadata {
            MetadataCheck.checkLicenses(metadata, below: String(decoding: folder, as: UTF8.self), members, &findings)
        }
    }

    /// The metadata, where there is some.
    static func metadata(_ members: MemberTable) -> [UInt8]? {
        topFolder(members).flatMap { metadataMember(below: $0, members)?.contents.last }
    }

    /// The top folder; of several, the one by which the file is known here.
    private static func topFolder(_ members: MemberTable) -> [UInt8]? {
        members.topFolders.min { $0.lexicographicallyPrecedes($1) }
    }

    private static func checkFolders(_ members: MemberTable, _ findings: inout FindingList) {
        if let loose = members.looseFiles.first {
            findings.add(.topFolder, loose, detail: "it lies beside the top folder")
        }
        let folders = members.topFolders.sorted { $0.lexicographicallyPrecedes($1) }
        if folders.count != 1 {
            findings.add(.topFolder, folders.dropFirst().first, detail: "the sdist has \(folders.count) top folders")
        }
    }

    /// The metadata: of several contents at one path, unpacking leaves the last.
    private static func metadataMember(
        below folder: [UInt8], _ members: MemberTable
    ) -> (path: [UInt8], contents: [[UInt8]])? {
        let path = MemberPath.joined(folder, "PKG-INFO")
        let contents = members.contents(of: path)
        if !contents.isEmpty { return (path, contents) }
        // setuptools always left a second one.
        return members.extractedPaths.first { $0.starts(with: folder + [UInt8(ascii: "/")]) }
            .map { ($0, members.contents(of: $0)) }
    }

    private static func readMetadata(
        below folder: [UInt8], _ members: MemberTable, _ report: inout InspectionReport,
        _ findings: inout FindingList
    ) {
        let path = MemberPath.joined(folder, "PKG-INFO")
        let found = metadataMember(below: folder, members)
        if found?.path != path {
            findings.add(.pkgInfoMissing, path, detail: "the sdist has no file PKG-INFO in its top folder")
        } else if let found, found.contents.count > 1 {
            findings.add(.pkgInfoRepeated, path, detail: "the sdist has two of them")
        }
        guard let found, let bytes = found.contents.last else { return }
        MetadataCheck.run(bytes, at: found.path, isWheel: false, &report, &findings)
    }

    private static func checkFolderName(
        _ folder: [UInt8], _ filename: DistributionFilename, _ findings: inout FindingList
    ) {
        let text = String(decoding: folder, as: UTF8.self)
        let expected = "\(filename.project.display)-\(filename.version.text)"
        if text != expected { findings.add(.topFolderName, folder, detail: "the filename demands \(expected)") }
    }
}
