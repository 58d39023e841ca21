internal import PythonPackaging

/// What a page says of one file, before it was looked at.
struct RawFile {
    /// As the page gives it, where it does; else it is taken from the URL.
    var filename: String?
    var url: String
    var hashes: [String: String] = [:]
    var requiresPython: String?
    var size: Int64?
    var uploadTime: String?
    /// Empty without a reason.
    var yanked: String?
    var hasCoreMetadata = false
    var coreMetadataHashes: [String: String] = [:]
    var provenance: String?
}

extension OfferedFile {
    /// Hexadecimal digits of the digests whose length is known.
    private static let hashDigits = [
        "md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128, "sha3_256": 64,
        "blake2b": 128, "blake2s": 64,
    ]
    /// Digests that are kept of a file.
    private static let hashLimit = 16

    /// - Returns: nil for what is no wheel or sdist of the project, or is malformed.
    init?(checking raw: RawFile, of project: ProjectName, at base: PageURL, _ limits: PageLimits) {
        guard let address = base.resolve(raw.url, limitBytes: limits.textBytes), let last = address.filename else {
            return nil
        }
        // The name that installers go by is the URL's (PEP 503); a page that says two things is not to be trusted.
        if let given = raw.filename, given != last { return nil }
        guard let filename = try? DistributionFilename(last, knownProject: project), filename.project == project else {
            return nil
        }
        var hashes = raw.hashes
        if let fragment = address.fragment {
            for (name, value) in Self.hashes(inFragment: fragment) where hashes[name] == nil { hashes[name] = value }
        }
        guard let hashes = Self.checked(hashes), let metadataHashes = Self.checked(raw.coreMetadataHashes) else {
            return nil
        }
        self.init(filename: last, version: filename.version.canonical, url: address.text, hashes: hashes)
        if let requiresPython = raw.requiresPython?.trimmingBlanks, !requiresPython.isEmpty {
            // Without it the file would be offered to every Python.
            guard requiresPython.utf8.count <= limits.textBytes else { return nil }
            self.requiresPython = requiresPython
        }
        if let size = raw.size {
            guard size >= 0 else { return nil }
            self.size = size
        }
        uploadTime = raw.uploadTime.flatMap { UploadTime.milliseconds(reading: $0) }
        yanked = raw.yanked.map { $0.utf8.count <= limits.textBytes ? $0 : "" }
        if let sha256 = metadataHashes["sha256"] {
            coreMetadata = .sha256(sha256)
        } else if raw.hasCoreMetadata {
            coreMetadata = .unhashed
        }
        if let provenance = raw.provenance.flatMap({ base.resolve($0, limitBytes: limits.textBytes) }),
            // A secure origin, as PEP 740 has it, where the page is at one.
            provenance.isEncrypted || !base.isEncrypted
        {
            provenanceURL = provenance.text
        }
    }

    /// `name=value` pairs of a fragment, of which some indexes have several.
    private static func hashes(inFragment fragment: String) -> [(String, String)] {
        fragment.split(separator: "&").prefix(hashLimit).compactMap { part in
            guard let equals = part.firstIndex(of: "=") else { return nil }
            let name = part[..<equals].lowercased()
            return hashDigits[name] == nil ? nil : (name, String(part[part.index(after: equals)...]))
        }
    }

    /// Nil where one of them cannot be a digest.
    static func checked(_ hashes: [String: String]) -> [String: String]? {
        guard hashes.count <= hashLimit else { return nil }
        var checked: [String: String] = [:]
        for (name, value) in hashes {
            let (name, value) = (name.lowercased(), value.lowercased())
            let isHex = value.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
            guard isHex, hashDigits[name].map({ $0 == value.utf8.count }) ?? (1...256).contains(value.utf8.count) else {
                return nil
            }
            checked[name] = value
        }
        return checked
    }
}

extension OfferedProject {
    /// Adds a file unless it has to be left out.
    mutating func add(
        _ raw: RawFile, of project: ProjectName, at base: PageURL, _ limits: PageLimits, _ seen: inout Set<String>
    ) throws(PageReadingError) {
        guard let file = OfferedFile(checking: raw, of: project, at: base, limits), seen.insert(file.filename).inserted
        else {
            skipped += 1
            return
        }
        guard files.count < limits.files else { throw .tooManyFiles(limit: limits.files) }
        files.append(file)
    }

    /// Whether pages of this version of the API can be read (PEP 629): every 1, whatever follows.
    static func checkVersion(_ text: String) throws(PageReadingError) {
        let version = text.trimmingBlanks
        let major = version.prefix { $0 != "." }
        guard major.utf8.allSatisfy({ (0x30...0x39).contains($0) }), Int(major) == 1 else {
            throw .otherVersion(String(version.prefix(20)))
        }
    }
}
