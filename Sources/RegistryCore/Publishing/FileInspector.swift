internal import Archives
internal import ContentStore
internal import Inspection
internal import PythonPackaging
internal import SystemPackage

/// Holds files against their names, by a policy.
struct FileInspector: Sendable {
    private let inspector: Inspector
    private let policy: InspectionPolicy

    init(
        archives: ArchiveWorkerPool, limits: ArchiveLimits, policy: InspectionPolicySetting,
        depth: InspectionDepth = .rules
    ) {
        inspector = Inspector(pool: archives, limits: limits)
        var own = InspectionPolicy()
        // The words are the same, by design.
        own.mode = .init(rawValue: policy.mode.rawValue) ?? own.mode
        own.profile = .init(rawValue: policy.profile.rawValue) ?? own.profile
        own.depth = .init(rawValue: depth.rawValue) ?? own.depth
        self.policy = own
    }

    /// Looks into a file.
    /// - Throws: `noArchiveReader`, `store`; whatever is wrong with the file stands in the report.
    /// - Parameter skeleton: what was gathered of it.
    func inspect(
        _ blob: SealedBlob, _ filename: DistributionFilename, skeleton: ZipSkeleton? = nil
    ) throws(RegistryError) -> InspectionReport {
        if let bytes = blob.bytesInMemory, takesTogether(blob.size), let alone = inspect([(bytes, filename)]).first {
            return try alone.get()
        }
        do throws(DescriptorError<InspectionError>) {
            return try blob.withDescriptor { (number) throws(InspectionError) in
                try inspector.inspect(
                    FileDescriptor(rawValue: number), size: blob.size, skeleton: skeleton, filename: filename,
                    policy: policy)
            }
        } catch {
            switch error {
            case .store(let error): throw .store(error)
            case .body(let error): throw .noArchiveReader(error.description)
            }
        }
    }

    /// What gathers of a file, while it is read, what `inspect` will want of it; nil where that is nothing.
    func skeleton(of filename: DistributionFilename, size: Int64) -> ZipSkeletonBuilder? {
        Inspector.skeleton(of: filename, size: size, policy: policy)
    }

    /// Whether a file of this size can be inspected together with others.
    func takesTogether(_ size: Int64) -> Bool {
        policy.depth != .contents && size <= Int64(Inspector.mostBytesInMemory)
    }

    /// Looks into several files that `takesTogether` takes; as for one.
    func inspect(
        _ files: [(bytes: [UInt8], filename: DistributionFilename)]
    ) -> [Result<InspectionReport, RegistryError>] {
        inspector.inspect(files, policy: policy).map { result in
            result.mapError { .noArchiveReader($0.description) }
        }
    }

    /// What is to be kept beside a blob, from bytes that are in the registry already.
    static func derive(
        _ number: Int32, size: Int64, _ filename: DistributionFilename, with archives: ArchiveWorkerPool,
        limits: ArchiveLimits
    ) throws(RegistryError) -> DerivedRecord {
        do throws(InspectionError) {
            let report = try Inspector(pool: archives, limits: limits).inspect(
                FileDescriptor(rawValue: number), size: size, filename: filename,
                policy: InspectionPolicy(mode: .warn, profile: .legacy))
            if let derived = DerivedRecord(report) { return derived }
            throw .archive(.damaged(report.findings.first.map(\.detail) ?? "no listing"))
        } catch {
            guard case .archive(let cause) = error, !cause.isAboutTheReader else {
                throw .noArchiveReader(error.description)
            }
            throw .archive(cause.description)
        }
    }
}

extension DerivedRecord {
    /// What an inspection has read; nil where that is no listing.
    init?(_ report: InspectionReport) {
        guard let listing = report.encodedListing else { return nil }
        self.init(listing: listing, metadata: report.isMetadataRead ? report.metadataBytes ?? [] : nil)
    }
}

extension IngestRefusal {
    init(_ refusal: UploadRefusal) {
        var member: String?
        if case .inspection(_, let name, _) = refusal { member = name }
        self.init(rule: refusal.rule, member: member, sentence: refusal.description)
    }

    init(_ finding: InspectionFinding) {
        self.init(rule: finding.rule, member: finding.member, sentence: finding.detail)
    }
}

extension ArchiveError {
    /// Whether no archive was looked at.
    var isAboutTheReader: Bool {
        guard case .cannotStart = self else { return false }
        return true
    }
}
