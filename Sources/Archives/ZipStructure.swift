package import SystemPackage

/// What a zip archive is made of, and every rule it breaks.
///
/// Readers of zip disagree wherever an archive contradicts itself, so an archive may say nothing twice in two ways: the
/// records must follow one another without a gap from the first byte to the last, and the two headers of each member
/// must agree. What passes is then listed alike by every reader. Contents are not read.
package struct ZipStructure: Sendable {
    /// The members in the order of the central directory; those before the first thing that could not be read.
    package private(set) var entries: [ZipEntry] = []
    /// At most a few for each rule.
    package private(set) var findings: [ZipFinding] = []

    /// Whether the profile accepts the archive.
    package func isAccepted(strict: Bool) -> Bool {
        findings.allSatisfy { !(strict ? $0.rule.isRefusedInStrict : $0.rule.isRefusedInLegacy) }
    }

    /// Checks a file of `size` bytes, in time linear in the size of its directory.
    ///
    /// Memory is bounded by `limits` (members, bytes of names), whatever the file claims.
    /// - Parameters:
    ///   - file: must allow `pread`; its offset is not used.
    ///   - skeleton: of the same bytes; saves reading them.
    /// - Throws: `.unreadable` where the system cannot read; nothing else. A bad archive is a result, not an error.
    package static func check(
        _ file: FileDescriptor, size: Int64, skeleton: ZipSkeleton? = nil, limits: ArchiveLimits = .standard
    ) throws(ArchiveError) -> ZipStructure {
        do throws(ZipCheckEnd) {
            var source = try ZipSource(file, size: Int(max(0, size)), skeleton: skeleton)
            return try check(&source, limits)
        } catch {
            switch error {
            case .unreadable(let code): throw .unreadable(errno: code)
            case .beyondRepair: preconditionFailure("findings end a check, they do not escape it")
            }
        }
    }

    /// Checks an archive in memory.
    package static func check(bytes: [UInt8], limits: ArchiveLimits = .standard) -> ZipStructure {
        var source = ZipSource(bytes: bytes)
        do throws(ZipCheckEnd) {
            return try check(&source, limits)
        } catch {
            preconditionFailure("memory is always readable")
        }
    }

    private static func check(_ source: inout ZipSource, _ limits: ArchiveLimits) throws(ZipCheckEnd) -> ZipStructure {
        var structure = ZipStructure()
        var findings = ZipFindings()
        do throws(ZipCheckEnd) {
            let end = try ZipEndRecord.find(in: &source, &findings)
            try ZipDirectory.read(end, from: &source, limits, into: &structure.entries, &findings)
            try ZipWalk.check(structure.entries, upTo: end.directoryOffset, in: &source, &findings)
            ZipAmounts.check(structure.entries, fileSize: source.size, limits, &findings)
            ZipNames.check(structure.entries, limits, &findings)
        } catch {
            if case .unreadable = error { throw error }
        }
        structure.findings = findings.list
        return structure
    }
}
