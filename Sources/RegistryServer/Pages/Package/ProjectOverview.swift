internal import PythonPackaging
internal import RegistryCore

/// The versions of a project, as a package's page lists them.
struct ProjectOverview: Sendable {
    /// One of them.
    struct Version: Sendable {
        let version: String
        /// The file whose page stands for it: a wheel, where there is one.
        let id: FileID
        /// All its files.
        let files: [File]
        /// When the first of them came, in milliseconds since 1970.
        let created: Int64
        /// Whether all of them are yanked.
        let isYanked: Bool
        let isPrerelease: Bool
    }

    /// One file of a version.
    struct File: Sendable {
        let id: FileID
        let filename: String
        let size: Int64
        let isYanked: Bool
    }

    let serial: UInt64
    let status: ProjectStatus
    let statusReason: String?
    /// Newest first, by PEP 440.
    let versions: [Version]

    init(_ view: ProjectView) {
        serial = view.serial
        status = view.status
        statusReason = view.statusReason
        var places: [String: Int] = [:]
        var groups: [[FileEntry]] = []
        for file in view.files {
            if let place = places[file.version] {
                groups[place].append(file)
            } else {
                places[file.version] = groups.count
                groups.append([file])
            }
        }
        versions = groups.reversed().compactMap(Version.init)
    }

    /// The newest that installers would take: no prerelease and nothing yanked, as long as there is anything else.
    var newest: Version? {
        versions.first { !$0.isYanked && !$0.isPrerelease } ?? versions.first { !$0.isYanked } ?? versions.first
    }

    /// Bytes in memory, about.
    var footprint: Int { 512 + versions.reduce(0) { $0 + 160 + 128 * $1.files.count } }
}

extension ProjectOverview.Version {
    init?(_ files: [FileEntry]) {
        guard let first = files.first else { return nil }
        version = first.version
        id = (files.first { $0.kind == .wheel } ?? first).id
        self.files = files.map {
            ProjectOverview.File(id: $0.id, filename: $0.filename, size: $0.size, isYanked: $0.yanked != nil)
        }
        created = files.map(\.uploaded).min() ?? first.uploaded
        isYanked = files.allSatisfy { $0.yanked != nil }
        isPrerelease = PackageVersion(first.version)?.isPreRelease ?? false
    }
}
