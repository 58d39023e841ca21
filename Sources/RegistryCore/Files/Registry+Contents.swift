package import Archives
internal import ContentStore
internal import Digests
internal import PythonPackaging
internal import SystemPackage

extension Registry {
    /// The members of a file's archive, from the listing kept beside it.  One that is missing or of another version is
    /// derived again, and kept where the store can be written.
    package func contents(of file: FileEntry) throws(RegistryError) -> ArchiveListing {
        try listing(of: derived(of: file, withMetadata: false))
    }

    /// Calls `body` with the contents of one regular file of an archive, in runs, until it answers false.
    /// - Parameter member: the path as in the listing.
    /// - Throws: `noSuchMember`; `archive` where the archive cannot be read to the member's end.
    public func stream(
        member: String, of file: FileEntry, into body: (Span<UInt8>) -> Bool
    ) throws(RegistryError) {
        let path = Array(member.utf8)
        guard try contents(of: file).members.contains(where: { $0.path == path && $0.kind == .file }) else {
            throw .noSuchMember(member)
        }
        let reader = try Self.translating { () throws(StoreError) in try store.open(file.digests.sha256) }
        guard let number = reader.descriptorNumber else { throw .archive("the bytes are in no file") }
        do throws(ArchiveError) {
            try archives.stream(FileDescriptor(rawValue: number), size: reader.size, paths: [path]) { _, run in
                // Only the first of several members of this name.
                if run.isEmpty { return .stop }
                return body(run) ? .next : .stop
            }
        } catch {
            throw error.isAboutTheReader ? .noArchiveReader(error.description) : .archive(error.description)
        }
        withExtendedLifetime(reader) {}
    }

    /// Everything about a file.  Bytes that cannot be read leave the fields empty that only they could fill.
    public func details(of file: FileEntry) throws(RegistryError) -> FileDetails {
        let record = try read { (snapshot) throws(RegistryError) in try snapshot.existingRegistry(at: file.registry) }
        var metadata: CoreMetadata?
        var archiveFiles = file.archiveFiles
        var archiveDirectories = file.archiveDirectories
        do throws(RegistryError) {
            let derived = try derived(of: file)
            metadata = derived.metadata.flatMap { try? CoreMetadata(parsing: $0) }
            if archiveFiles == nil {
                let listing = try listing(of: derived)
                archiveFiles = listing.fileCount
                archiveDirectories = listing.directoryCount
            }
        } catch {
            // Damaged bytes and unreadable archives still have a page.
            guard error.exitCode == 1 else { throw error }
        }
        return FileDetails(
            file: file, isPublic: record.isPublic, registryName: record.name, metadata: metadata,
            archiveFiles: archiveFiles, archiveDirectories: archiveDirectories,
            downloads: try downloads(of: [file])[file.id] ?? DownloadCounts())
    }

    private func listing(of derived: DerivedRecord) throws(RegistryError) -> ArchiveListing {
        do throws(ArchiveError) {
            return try ArchiveListing(decoding: derived.listing, limits: options.archiveLimits)
        } catch {
            throw .archive(error.description)
        }
    }

    /// What was derived from a file's bytes, or is now.
    /// - Parameter withMetadata: whether the listing alone will not do.
    func derived(of file: FileEntry, withMetadata: Bool = true) throws(RegistryError) -> DerivedRecord {
        let digest = file.digests.sha256
        let stored = try Self.translating { () throws(StoreError) in
            try store.read { (snapshot) throws(StoreError) in try snapshot.listing(of: digest) }
        }
        if let stored, let derived = DerivedRecord(decoding: stored), (try? listing(of: derived)) != nil,
            !withMetadata || derived.metadata != nil
        {
            return derived
        }
        let filename: DistributionFilename
        do throws(FilenameError) {
            filename = try DistributionFilename(file.filename, knownProject: ProjectName(file.normalizedProject))
        } catch {
            throw .archive("its name is not that of an archive: \(error)")
        }
        let reader = try Self.translating { () throws(StoreError) in try store.open(digest) }
        guard let number = reader.descriptorNumber else { throw .archive("the bytes are in no file") }
        let derived = try FileInspector.derive(
            number, size: reader.size, filename, with: archives, limits: options.archiveLimits)
        withExtendedLifetime(reader) {}
        if !store.options.isReadOnly {
            try Self.translating { () throws(StoreError) in
                try store.write { (change) throws(StoreError) in
                    // Collected meanwhile: then there is nothing to keep it beside.
                    guard try change.blob(digest) != nil else { return }
                    try change.putListing(derived.encoded, of: digest)
                }
            }
        }
        return derived
    }
}
