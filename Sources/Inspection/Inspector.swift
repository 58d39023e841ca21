package import Archives
package import PythonPackaging
package import SystemPackage

/// Finds out whether a distribution is what its name says.
///
/// Any number of threads may use one inspector; each call blocks until a worker of the pool is free and done.
package struct Inspector: Sendable {
    private static let wheelFiles: [ExtractPattern] = [
        "*.dist-info/METADATA", "*.dist-info/WHEEL", "*.dist-info/RECORD", "*.dist-info/entry_points.txt",
    ]
    private static let sdistFiles: [ExtractPattern] = ["*/PKG-INFO", "*/*.egg-info/PKG-INFO"]

    private let pool: ArchiveWorkerPool
    private let limits: ArchiveLimits

    /// - Parameter limits: those of the pool.
    package init(pool: ArchiveWorkerPool, limits: ArchiveLimits = .standard) {
        self.pool = pool
        self.limits = limits
    }

    /// Inspects a file of `size` bytes.
    ///
    /// - Parameters:
    ///   - file: must allow `pread`; stays the caller's.
    ///   - filename: as uploaded; what the file is held against.
    /// - Throws: where the machine, not the file, is the reason. Whatever the file does is in the report.
    package func inspect(
        _ file: FileDescriptor, size: Int64, filename: DistributionFilename, policy: InspectionPolicy
    ) throws(InspectionError) -> InspectionReport {
        var report = InspectionReport(filename)
        var findings = FindingList(policy.profile)
        if policy.mode != .off {
            for problem in filename.strictProblems { findings.add(.filename, detail: problem.description) }
        }
        var structure: ZipStructure?
        if filename.archiveFormat == .zip, policy.mode != .off {
            let checked = try translating { () throws(ArchiveError) in
                try ZipStructure.check(file, size: size, limits: limits)
            }
            findings.add(checked.findings)
            structure = checked
        }
        // What the structure check refuses is not shown to the worker at all.
        if structure == nil || policy.mode == .warn || !findings.hasErrors {
            try examine(file, size: size, policy, structure, &report, &findings)
        }
        if policy.mode != .off { report.findings = findings.list }
        report.isRejected = policy.mode == .require && findings.hasErrors
        return report
    }

    private func examine(
        _ file: FileDescriptor, size: Int64, _ policy: InspectionPolicy, _ structure: ZipStructure?,
        _ report: inout InspectionReport, _ findings: inout FindingList
    ) throws(InspectionError) {
        let filename = report.filename
        let found: ArchiveWorkerPool.Inspection?
        do throws(ArchiveError) {
            found = try pool.inspect(
                file, size: size, as: filename.archiveFormat,
                extract: filename.isWheel ? Self.wheelFiles : Self.sdistFiles)
        } catch {
            guard !error.isOfTheMachine else { throw .archive(error) }
            findings.add(error)
            return
        }
        guard let found else { return }
        report.listing = found.listing
        report.encodedListing = found.encodedListing
        if let structure { Self.compare(found.listing, structure, &findings) }
        MemberSafety.check(
            found.listing.members, isWheel: filename.isWheel, namesAreChecked: structure != nil, &findings)
        let members = MemberTable(found)
        var hashes: [[UInt8]: RecordHash] = [:]
        switch filename {
        case .wheel(let wheel):
            hashes = WheelInspection.check(members, as: wheel, &report, &findings)
        case .sdist(let sdist):
            SdistInspection.check(members, as: sdist, &report, &findings)
        }
        guard policy.checksContents, policy.mode != .off, !findings.hasErrors else { return }
        do throws(ArchiveError) {
            try ContentCheck.run(pool, file, size: size, as: filename.archiveFormat, hashes, &findings)
        } catch {
            guard !error.isOfTheMachine else { throw .archive(error) }
            findings.add(error)
        }
    }

    private func translating<Value>(_ body: () throws(ArchiveError) -> Value) throws(InspectionError) -> Value {
        do throws(ArchiveError) { return try body() } catch { throw .archive(error) }
    }

    /// Two readers that see different members in one archive are what an attack on installers is made of.
    private static func compare(_ listing: ArchiveListing, _ structure: ZipStructure, _ findings: inout FindingList) {
        let entries = structure.entries.sorted { $0.offset < $1.offset }
        guard entries.count == listing.members.count else {
            findings.add(
                .listingDisagrees, detail: "\(entries.count) members in the directory, \(listing.members.count) read")
            return
        }
        for (entry, member) in zip(entries, listing.members) {
            // A link's content is its target, which libarchive does not count.
            let hasSameSize = member.kind != .file || member.size == Int64(entry.size)
            if !entry.name.elementsEqual(member.path) || !hasSameSize {
                findings.add(.listingDisagrees, entry.name, detail: "its reader sees another name or size")
            }
        }
    }
}

extension ArchiveError {
    /// Whether the machine is at fault and not the archive.
    fileprivate var isOfTheMachine: Bool {
        switch self {
        case .unreadable, .cannotStart: true
        default: false
        }
    }
}

extension DistributionFilename {
    /// What the extension promises.
    fileprivate var archiveFormat: ArchiveFormat {
        guard case .sdist(let sdist) = self else { return .zip }
        return switch sdist.archiveSuffix {
        case .zip: .zip
        case .tar: .tar
        case .tarGzip, .tgz: .tarGzip
        case .tarBzip2: .tarBzip2
        case .tarXZ: .tarXz
        }
    }
}
