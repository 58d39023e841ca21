internal import ContentStore
internal import Digests
internal import PythonPackaging

/// One upload: what is claimed of it, read and compared with what can be known without a look into the file.
struct Upload {
    let blob: SealedBlob
    let claims: UploadClaims
    let policy: InspectionPolicySetting
    /// The project that is claimed.
    let name: ProjectName?
    /// The version that is claimed.
    let version: PackageVersion?
    /// The filename as a distribution's; nil where it is none, or says something else than the claims that count.
    let filename: DistributionFilename?
    /// Why the filename is no distribution's.
    let filenameProblem: FilenameError?

    /// - Throws: `refused` for everything that can be said by now.
    init(
        _ blob: SealedBlob, _ claims: UploadClaims, _ options: UploadOptions, policy: InspectionPolicySetting
    ) throws(RegistryError) {
        do throws(UploadRefusal) {
            try Self.check(blob, claims, options)
            name = try Self.name(in: claims)
            version = try Self.version(in: claims)
        } catch {
            throw .refused(error)
        }
        self.blob = blob
        self.claims = claims
        self.policy = policy
        var filename: DistributionFilename?
        var problem: FilenameError?
        do throws(FilenameError) {
            try DistributionFilename.checkText(claims.filename)
        } catch {
            throw .refused(.invalidFilename(error))
        }
        do throws(FilenameError) {
            filename = try DistributionFilename(claims.filename)
            // The claim decides where the name of an old sdist ends.
            if let name, filename?.isAmbiguous == true {
                filename = (try? DistributionFilename(claims.filename, knownProject: name)) ?? filename
            }
        } catch {
            problem = error
        }
        if let parsed = filename {
            do throws(UploadRefusal) {
                try Self.compare(parsed.project, parsed.version, isWheel: parsed.isWheel, name, version, claims.kind)
            } catch {
                guard policy.mode == .off else { throw .refused(error) }
                // Nobody looks, so the claims count.
                filename = nil
            }
        } else if let problem, policy.mode == .require {
            throw .refused(.invalidFilename(problem))
        }
        self.filename = filename
        filenameProblem = problem
    }

    private static func check(
        _ blob: SealedBlob, _ claims: UploadClaims, _ options: UploadOptions
    ) throws(UploadRefusal) {
        guard blob.size <= options.limitBytes else { throw .tooLarge(limitBytes: options.limitBytes) }
        if options.comparesDigests {
            for digest in claims.digests where blob.digests[digest.algorithm] != digest {
                throw .digestMismatch(digest.algorithm)
            }
        }
        if let attestations = claims.attestations {
            try Attestation.check(attestations, filename: claims.filename, digest: blob.digests.sha256)
        }
    }

    private static func name(in claims: UploadClaims) throws(UploadRefusal) -> ProjectName? {
        guard let text = UploadClaims.present(claims.name) else { return nil }
        guard text.utf8.count <= DistributionFilename.maximumBytes, let name = ProjectName(text) else {
            throw .invalidName(text)
        }
        return name
    }

    private static func version(in claims: UploadClaims) throws(UploadRefusal) -> PackageVersion? {
        guard let text = UploadClaims.present(claims.version) else { return nil }
        guard text.utf8.count <= FileRecord.versionLimit, let version = PackageVersion(text) else {
            throw .invalidVersion(text)
        }
        return version
    }

    private static func compare(
        _ project: ProjectName, _ foundVersion: PackageVersion, isWheel: Bool, _ name: ProjectName?,
        _ version: PackageVersion?, _ kind: DistributionKind?
    ) throws(UploadRefusal) {
        if let name, name != project {
            throw .contradiction(.name, claimed: name.display, found: project.display)
        }
        if let version, version != foundVersion {
            throw .contradiction(.version, claimed: version.text, found: foundVersion.text)
        }
        if let kind, (kind == .wheel) != isWheel {
            throw .contradiction(
                .kind, claimed: kind.rawValue,
                found: (isWheel ? DistributionKind.wheel : .sdist).rawValue)
        }
    }

    /// What is certain of the file without a look into it; nil where only that could tell.
    var certainFacts: FileFacts? {
        guard let filename else { return try? claimedFacts() }
        return filename.isAmbiguous && name == nil ? nil : FileFacts(filename, project: filename.project)
    }

    /// What is claimed of a file whose name does not say it.
    func claimedFacts() throws(RegistryError) -> FileFacts {
        guard let name else { throw .refused(.missing(.name)) }
        guard let version else { throw .refused(.missing(.version)) }
        let isWheel = claims.filename.hasSuffix(".whl")
        return FileFacts(
            claims.filename, project: name, version: version, kind: claims.kind ?? (isWheel ? .wheel : .sdist))
    }

    /// Fills in what only an inspection would have found.
    func complete(_ facts: inout FileFacts) {
        facts.summary = facts.summary ?? UploadClaims.present(claims.summary)
        facts.requiresPython = facts.requiresPython ?? UploadClaims.present(claims.requiresPython)
    }

    /// Holds the claims against what was found in the file.
    func compare(_ facts: FileFacts) throws(RegistryError) {
        do throws(UploadRefusal) {
            try Self.compare(facts.project, facts.version, isWheel: facts.kind == .wheel, name, version, claims.kind)
        } catch {
            throw .refused(error)
        }
    }
}
