internal import Archives
internal import ContentStore
internal import PythonPackaging
internal import SystemPackage

/// What an inspection learned about a file.
struct InspectedFile {
    /// As the metadata says it is to be read: see `SdistFilename`.
    var filename: DistributionFilename
    var derived: DerivedRecord?
    var metadata: CoreMetadata?
    var archiveFiles: Int?
    var archiveDirectories: Int?
    /// Why it has to stay out.
    var refusal: IngestRefusal?
    /// What it has against it and comes in with.
    var warnings: [IngestRefusal] = []
}

/// Compares files with their names, by a policy.
struct FileInspector: Sendable {
    let archives: ArchiveWorkerPool
    let policy: InspectionPolicySetting
    let checksContents: Bool

    /// Looks into a file.
    /// - Throws: `noArchiveReader`; whatever is wrong with the file is no error but a refusal or a warning.
    func inspect(_ blob: SealedBlob, _ filename: DistributionFilename) throws(RegistryError) -> InspectedFile {
        var result = InspectedFile(filename: filename)
        if policy.mode == .off { return result }
        do throws(DescriptorError<ArchiveError>) {
            let found = try blob.withDescriptor { (number) throws(ArchiveError) in
                try archives.inspect(
                    FileDescriptor(rawValue: number), size: blob.size, as: filename.archiveFormat,
                    extract: [filename.metadataPattern])
            }
            let metadata = found.extracted.first?.bytes ?? []
            result.derived = DerivedRecord(listing: found.encodedListing, metadata: metadata)
            result.archiveFiles = found.listing.fileCount
            result.archiveDirectories = found.listing.directoryCount
            result.metadata = try? CoreMetadata(parsing: metadata)
        } catch {
            switch error {
            case .store(let error): throw .store(error)
            case .body(let error) where error.isAboutTheReader: throw .noArchiveReader(error.description)
            case .body(let error):
                let refusal = IngestRefusal(rule: "archive", sentence: error.description)
                if policy.mode == .require { result.refusal = refusal } else { result.warnings.append(refusal) }
            }
        }
        return result
    }
}

extension ArchiveError {
    /// Whether no archive was looked at.
    var isAboutTheReader: Bool {
        guard case .cannotStart = self else { return false }
        return true
    }
}

extension DistributionFilename {
    /// The archive that its suffix promises.
    var archiveFormat: ArchiveFormat {
        guard case .sdist(let sdist) = self else { return .zip }
        return switch sdist.archiveSuffix {
        case .zip: .zip
        case .tarGzip, .tgz: .tarGzip
        case .tarBzip2: .tarBzip2
        case .tarXZ: .tarXz
        case .tar: .tar
        }
    }

    /// The member that holds its metadata.
    var metadataPattern: ExtractPattern { isWheel ? "*.dist-info/METADATA" : "*/PKG-INFO" }

    /// Whether only the metadata can say where the project's name ends.
    var isAmbiguous: Bool {
        guard case .sdist(let sdist) = self else { return false }
        return sdist.isAmbiguous
    }
}
