package import Archives
package import PythonPackaging
package import SystemPackage

/// Finds out whether a distribution is what its name says.
///
/// Any number of threads may use one inspector; each call blocks until a worker of the pool is free and done.
package struct Inspector: Sendable {
    /// The members whose contents an inspection wants to see.
    private enum Extraction: CaseIterable {
        case nothing, ofWheels, ofSdists

        init(_ filename: DistributionFilename, _ policy: InspectionPolicy) {
            guard policy.readsMetadata(of: filename) else {
                self = .nothing
                return
            }
            self = filename.isWheel ? .ofWheels : .ofSdists
        }

        var patterns: [ExtractPattern] {
            switch self {
            case .nothing: []
            case .ofWheels: Self.wheelFiles
            case .ofSdists: Self.sdistFiles
            }
        }

        private static let wheelFiles: [ExtractPattern] = [
            "*.dist-info/METADATA", "*.dist-info/WHEEL", "*.dist-info/RECORD", "*.dist-info/entry_points.txt",
        ]
        private static let sdistFiles: [ExtractPattern] = ["*/PKG-INFO", "*/*.egg-info/PKG-INFO"]
    }

    private let pool: ArchiveWorkerPool
    private let limits: ArchiveLimits

    /// - Parameter limits: those of the pool.
    package init(pool: ArchiveWorkerPool, limits: ArchiveLimits = .standard) {
        self.pool = pool
        self.limits = limits
    }

    /// Inspects a file of `size` bytes.
    ///
    /// With the mode `off` nothing is looked at, but for an old sdist whose metadata has to say where its name ends.
    /// - Parameters:
    ///   - file: must allow `pread`; stays the caller's.
    ///   - skeleton: of the same bytes, gathered while they were written; saves reading most of them again.
    ///   - filename: as uploaded; what the file is held against.
    /// - Throws: where the machine, not the file, is the reason. Whatever the file does is in the report.
    package func inspect(
        _ file: FileDescriptor, size: Int64, skeleton: ZipSkeleton? = nil, filename: DistributionFilename,
        policy: InspectionPolicy
    ) throws(InspectionError) -> InspectionReport {
        var inspection = FileInspection(filename, policy)
        if inspection.isStructureWanted {
            inspection.add(
                try translating { () throws(ArchiveError) in
                    try ZipStructure.check(file, size: size, skeleton: skeleton, limits: limits)
                })
        }
        guard inspection.isArchiveWanted else { return inspection.report() }
        let hashes = try translating { () throws(ArchiveError) in
            try inspection.take {
                () throws(ArchiveError) in
                let format = filename.archiveFormat
                let contents = Extraction(filename, policy).patterns
                guard let skeleton else { return try pool.inspect(file, size: size, as: format, extract: contents) }
                return try pool.inspect(skeleton, of: file, size: size, as: format, extract: contents)
            }
        }
        if policy.depth == .contents, policy.mode != .off, inspection.isSound {
            try translating { () throws(ArchiveError) in
                try inspection.judging { (findings) throws(ArchiveError) in
                    try ContentCheck.run(pool, file, size: size, as: filename.archiveFormat, hashes, &findings)
                }
            }
        }
        return inspection.report()
    }

    /// What gathers the skeleton of a file that an inspection by this policy will want; nil where it needs none.
    package static func skeleton(
        of filename: DistributionFilename, size: Int64, policy: InspectionPolicy
    ) -> ZipSkeletonBuilder? {
        guard policy.mode != .off, filename.archiveFormat == .zip else { return nil }
        return ZipSkeletonBuilder(size: size, extract: Extraction(filename, policy).patterns)
    }

    /// The largest file that can be inspected from memory; bytes.
    package static let mostBytesInMemory = ArchiveWorkerPool.mostBytesInMemory

    /// Inspects small files in memory with fewer calls than one by one, all else as for one in a file.
    /// - Parameters:
    ///   - files: each of at most `mostBytesInMemory`.
    ///   - policy: one that does not check contents.
    /// - Returns: a report for each, in order, or why it could not be inspected.
    package func inspect(
        _ files: [(bytes: [UInt8], filename: DistributionFilename)], policy: InspectionPolicy
    ) -> [Result<InspectionReport, InspectionError>] {
        precondition(policy.depth != .contents, "contents are checked in files")
        var inspections = files.map { file in
            var inspection = FileInspection(file.filename, policy)
            if inspection.isStructureWanted {
                inspection.add(ZipStructure.check(bytes: file.bytes, limits: limits))
            }
            return inspection
        }
        let extractions = zip(files, inspections).map { file, inspection in
            inspection.isArchiveWanted ? Extraction(file.filename, policy) : nil
        }
        var failures: [Int: InspectionError] = [:]
        for extraction in Extraction.allCases {
            let wanted = files.indices.filter { extractions[$0] == extraction }
            guard !wanted.isEmpty else { continue }
            pool.inspect(
                wanted.map { .init(bytes: files[$0].bytes, as: files[$0].filename.archiveFormat) },
                extract: extraction.patterns
            ) { (position, found) in
                do throws(ArchiveError) {
                    _ = try inspections[wanted[position]].take { () throws(ArchiveError) in try found.get() }
                } catch {
                    failures[wanted[position]] = .archive(error)
                }
            }
        }
        return inspections.indices.map { index in
            failures[index].map(Result.failure) ?? .success(inspections[index].report())
        }
    }

    private func translating<Value>(_ body: () throws(ArchiveError) -> Value) throws(InspectionError) -> Value {
        do throws(ArchiveError) { return try body() } catch { throw .archive(error) }
    }
}

extension DistributionFilename {
    /// What the extension promises.
    var archiveFormat: ArchiveFormat {
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
