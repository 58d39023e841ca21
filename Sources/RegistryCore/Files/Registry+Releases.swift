internal import ContentStore
internal import PythonPackaging

extension Registry {
    /// The releases of a project, by version (PEP 440).
    /// - Parameter name: any spelling; an unknown one has no releases.
    /// - Throws: `noSuchRegistry`, `store`.
    public func releases(
        of name: String, in path: RegistryPath, identity: VersionIdentity = .pep440
    ) throws(RegistryError) -> [ReleaseView] {
        guard let view = try project(name, in: path) else { return [] }
        var releases: [[FileEntry]] = []
        var places: [[UInt8]: Int] = [:]
        for file in view.files {
            let key = identity.key(file.version, file.versionText)
            if let place = places[key] {
                releases[place].append(file)
            } else {
                places[key] = releases.count
                releases.append([file])
            }
        }
        return releases.compactMap(ReleaseView.init)
    }

    /// One release.
    /// - Parameter version: compared by `identity`.
    /// - Returns: nil where there is none.
    /// - Throws: `noSuchRegistry`, `store`.
    public func release(
        of name: String, version: String, in path: RegistryPath, identity: VersionIdentity = .pep440
    ) throws(RegistryError) -> ReleaseView? {
        guard let key = Self.key(version, identity) else { return nil }
        return try releases(of: name, in: path, identity: identity).first {
            identity.key($0.version, $0.versionText) == key
        }
    }

    /// The release of this number, which is its oldest file's.
    /// - Returns: nil where there is none, or the number is that of another of its files.
    /// - Throws: `noSuchRegistry`, `store`.
    public func release(
        number: UInt64, in path: RegistryPath, identity: VersionIdentity = .pep440
    ) throws(RegistryError) -> ReleaseView? {
        guard let file = try file(number: number, in: path) else { return nil }
        return try releases(of: file.normalizedProject, in: path, identity: identity).first { $0.number == number }
    }

    /// Releases of one or more registries, from one view of the index; costs a look at each file that may be meant.
    /// - Parameter paths: one that is not there has no releases.
    public func releases(
        in paths: [RegistryPath], matching query: ReleaseQuery = ReleaseQuery()
    ) throws(RegistryError) -> ReleasePage {
        let version: [UInt8]?
        if let text = query.version {
            guard let key = Self.key(text, query.identity) else { return ReleasePage(releases: [], total: 0) }
            version = key
        } else {
            version = nil
        }
        return try read { (snapshot) throws(RegistryError) in
            var best = ReleaseSelection(query)
            for path in paths {
                guard let record = try snapshot.registryRecord(at: path) else { continue }
                let composition = try snapshot.composition(of: record, at: path)
                var next: String?
                repeat {
                    let page = try snapshot.projects(in: composition, from: next, limit: 1000)
                    for (project, holder) in page.projects where query.projects?.matches(project) ?? true {
                        let releases = try Self.translating { () throws(StoreError) in
                            try snapshot.releases(of: project, in: path, holder.id, query.identity)
                        }
                        for release in releases
                        where version == nil || query.identity.key(release.version, release.versionText) == version {
                            best.add(release)
                        }
                    }
                    next = page.next
                } while next != nil
            }
            return best.page
        }
    }

    /// What a version that is asked for is compared by; nil for a text that is none.
    private static func key(_ version: String, _ identity: VersionIdentity) -> [UInt8]? {
        guard identity == .pep440 else { return identity.key(version, version) }
        return PackageVersion(version).map { identity.key($0.canonical, version) }
    }
}

extension StoreSnapshot {
    /// The releases of one project in no order, without a look at their blobs.
    fileprivate func releases(
        of project: String, in path: RegistryPath, _ id: String, _ identity: VersionIdentity
    ) throws(StoreError) -> [ReleaseSummary] {
        var oldest: [[UInt8]: (record: FileRecord, files: Int, isYanked: Bool)] = [:]
        try scanReferences(under: [id, project]) { name, reference throws(StoreError) in
            guard let record = FileRecord(decoding: reference.payload, under: name) else {
                throw .indexRowCorrupt(table: "ref", key: name.description)
            }
            let key = identity.key(record.version, record.versionText)
            if let known = oldest[key] {
                oldest[key] = (
                    known.record.id < record.id ? known.record : record, known.files + 1,
                    known.isYanked && record.yanked != nil
                )
            } else {
                oldest[key] = (record, 1, record.yanked != nil)
            }
            return true
        }
        return oldest.values.map { record, files, isYanked in
            ReleaseSummary(
                registry: path, normalizedProject: project, project: record.project, version: record.version,
                versionText: record.versionText, id: record.id, created: record.uploaded, uploader: record.uploader,
                summary: record.summary, isYanked: isYanked, files: files)
        }
    }
}

/// The first so many of any number of releases, in memory for twice as many.
private struct ReleaseSelection {
    private typealias Candidate = (key: [UInt8], release: ReleaseSummary)

    private let query: ReleaseQuery
    private let offset: Int
    private let limit: Int
    private var candidates: [Candidate] = []
    private var total = 0

    init(_ query: ReleaseQuery) {
        self.query = query
        offset = max(0, min(query.offset, ReleaseQuery.offsetLimit))
        limit = max(1, min(query.limit, 1000))
    }

    mutating func add(_ release: ReleaseSummary) {
        total += 1
        candidates.append((key(of: release), release))
        if candidates.count >= 2 * (offset + limit) { cut() }
    }

    var page: ReleasePage {
        var selection = self
        selection.cut()
        return ReleasePage(releases: selection.candidates.dropFirst(offset).map(\.release), total: total)
    }

    private func key(of release: ReleaseSummary) -> [UInt8] {
        let number = release.number.bigEndianBytes
        return switch query.order {
        case .created: number
        case .project: Array(release.normalizedProject.utf8) + [0] + number
        case .version: (PackageVersion(release.version)?.sortKey ?? []) + number
        }
    }

    private mutating func cut() {
        let isDescending = query.isDescending
        candidates.sort { left, right in
            isDescending
                ? right.key.lexicographicallyPrecedes(left.key) : left.key.lexicographicallyPrecedes(right.key)
        }
        candidates = Array(candidates.prefix(offset + limit))
    }
}
