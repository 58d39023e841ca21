internal import PythonPackaging

/// Reads METADATA or PKG-INFO and holds it against the filename.
enum MetadataCheck {
    static func run(
        _ bytes: [UInt8], at path: [UInt8], isWheel: Bool, _ facts: inout InspectionFacts,
        _ findings: inout FindingList
    ) {
        facts.metadataBytes = bytes
        let metadata: CoreMetadata
        do throws(CoreMetadataError) {
            metadata = try CoreMetadata(parsing: bytes)
        } catch {
            // Installers build an old sdist whatever its PKG-INFO says; of a wheel it is all they know.
            let severity: InspectionFinding.Severity? = isWheel || findings.profile == .strict ? nil : .warning
            findings.add(.metadataInvalid, path, severity: severity, detail: error.description)
            return
        }
        facts.metadata = metadata
        if case .sdist(let sdist) = facts.filename, sdist.isAmbiguous,
            let resolved = try? DistributionFilename(sdist.text, knownProject: metadata.name)
        {
            facts.filename = resolved
        }
        let filename = facts.filename
        if metadata.name != filename.project {
            findings.add(
                .metadataName, path,
                detail: "the metadata is of \(metadata.name.display), the filename of \(filename.project.display)")
        }
        if metadata.version != filename.version {
            // Sdists were uploaded again as post-releases without a change inside; installers build them all the same.
            let isRepeatedRelease =
                !isWheel && findings.profile == .legacy
                && baseVersion(metadata.version) == baseVersion(filename.version)
            findings.add(
                .metadataVersion, path, severity: isRepeatedRelease ? .warning : nil,
                detail: "the metadata says version \(metadata.version.text), the filename \(filename.version.text)")
        }
        for problem in metadata.problems(profile: findings.profile == .strict ? .strict : .legacy) {
            findings.add(
                .metadataField, path, severity: problem.severity == .error ? .error : .warning,
                detail: problem.description)
        }
    }

    /// The version without anything after its release numbers.
    private static func baseVersion(_ version: PackageVersion) -> PackageVersion? {
        PackageVersion("\(version.epoch)!" + version.release.map(\.description).joined(separator: "."))
    }

    /// `License-File` entries name files of the distribution since metadata 2.4 (PEP 639).
    static func checkLicenses(
        _ metadata: CoreMetadata, below folder: String, _ members: MemberTable, _ findings: inout FindingList
    ) {
        guard metadata.metadataVersion >= MetadataVersion(2, 4) else { return }
        for file in metadata.licenseFiles where members.files[Array("\(folder)/\(file)".utf8)] == nil {
            findings.add(.licenseFileMissing, Array("\(folder)/\(file)".utf8), detail: "a licence file that is missing")
        }
    }
}
