internal import Archives
internal import PythonPackaging

/// One file on its way through an inspection: what is to be looked at next, and what has been found so far.
struct FileInspection {
    private let policy: InspectionPolicy
    private var facts: InspectionFacts
    private var findings: FindingList
    private var structure: ZipStructure?

    init(_ filename: DistributionFilename, _ policy: InspectionPolicy) {
        self.policy = policy
        facts = InspectionFacts(filename)
        findings = FindingList(policy.profile)
        if policy.appliesRules {
            for problem in filename.strictProblems { findings.add(.filename, detail: problem.description) }
        }
    }

    /// Whether the zip structure is to be checked.
    var isStructureWanted: Bool { policy.appliesRules && facts.filename.archiveFormat == .zip }

    mutating func add(_ structure: ZipStructure) {
        findings.add(structure.findings)
        self.structure = structure
    }

    /// Whether a worker is to read the archive. What the structure check refuses is not shown to one at all.
    var isArchiveWanted: Bool {
        switch policy.mode {
        case .off: facts.filename.isAmbiguous
        case .warn: true
        case .require: structure == nil || !findings.hasErrors
        }
    }

    /// Whether no finding is an error so far.
    var isSound: Bool { !findings.hasErrors }

    /// Notes what a worker read and, where rules are applied, holds it against the filename.
    /// - Returns: the hashes a wheel's RECORD has for its members.
    /// - Throws: where the machine is at fault and not the archive.
    mutating func take(
        _ read: () throws(ArchiveError) -> ArchiveWorkerPool.Inspection
    ) throws(ArchiveError) -> [[UInt8]: RecordHash] {
        let found: ArchiveWorkerPool.Inspection
        do throws(ArchiveError) {
            found = try read()
        } catch {
            guard !error.isOfTheMachine else { throw error }
            findings.add(error)
            return [:]
        }
        facts.listing = found.listing
        facts.encodedListing = found.encodedListing
        facts.isMetadataRead = policy.readsMetadata(of: facts.filename)
        guard policy.appliesRules else {
            settleName(found)
            return [:]
        }
        if let structure { Self.compare(found.listing, structure, &findings) }
        let filename = facts.filename
        MemberSafety.check(
            found.listing.members, isWheel: filename.isWheel, namesAreChecked: structure != nil, &findings)
        let members = MemberTable(found)
        switch filename {
        case .wheel(let wheel):
            return WheelInspection.check(
                members, as: wheel, wantsHashes: policy.depth == .contents, &facts, &findings)
        case .sdist(let sdist): SdistInspection.check(members, as: sdist, &facts, &findings)
        }
        return [:]
    }

    /// Lets `body` add findings; an error of the archive becomes one.
    /// - Throws: as `take`.
    mutating func judging(_ body: (inout FindingList) throws(ArchiveError) -> Void) throws(ArchiveError) {
        do throws(ArchiveError) {
            try body(&findings)
        } catch {
            guard !error.isOfTheMachine else { throw error }
            findings.add(error)
        }
    }

    /// What there is to say.
    func report() -> InspectionReport {
        InspectionReport(
            facts, findings: policy.mode == .off ? [] : findings.list,
            isRejected: policy.mode == .require && findings.hasErrors)
    }

    /// Lets the metadata of an old sdist say where the name ends; nothing else of it is wanted.
    private mutating func settleName(_ found: ArchiveWorkerPool.Inspection) {
        guard case .sdist(let sdist) = facts.filename, sdist.isAmbiguous else { return }
        var unwanted = FindingList(policy.profile)
        SdistInspection.check(MemberTable(found), as: sdist, &facts, &unwanted)
    }

    /// Two readers that see different members in one archive are what an attack on installers is made of.
    private static func compare(_ listing: ArchiveListing, _ structure: ZipStructure, _ findings: inout FindingList) {
        var entries = structure.entries
        // Nearly every archive is in order already.
        if !zip(entries, entries.dropFirst()).allSatisfy({ $0.offset < $1.offset }) {
            entries.sort { $0.offset < $1.offset }
        }
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
