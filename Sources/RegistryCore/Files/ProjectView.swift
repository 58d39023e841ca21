internal import PythonPackaging

/// A project of a registry and its files, all from one view of the index: what an index page shows.
public struct ProjectView: Sendable, Equatable {
    /// The registry the files are in.
    public let registry: RegistryPath
    /// The project by PEP 503.
    public let normalized: String
    /// The project as its first file spelled it.
    public let display: String
    /// Its status (PEP 792).
    public let status: ProjectStatus
    /// Why it has that status.
    public let statusReason: String?
    /// When its first file came, in milliseconds since 1970.
    public let created: Int64
    /// The registry's serial.
    public let serial: UInt64
    /// All its files, by version (PEP 440) and filename; also those that a quarantine hides.
    public let files: [FileEntry]

    /// The files that index pages may list: none while the project is quarantined.
    public var offeredFiles: [FileEntry] { status.offersFiles ? files : [] }

    /// The versions that have a file, each once, in the canonical form of PEP 440, in its order.
    public var versions: [String] {
        // Of versions that PEP 440 takes for equal, such as `1.0` and `1.0.0`, the files stand mixed.
        var seen: Set<String> = []
        return files.compactMap { seen.insert($0.version).inserted ? $0.version : nil }
    }
}

/// The projects of a registry, all from one view of the index: what the root page of an index shows.
public struct ProjectList: Sendable, Equatable {
    /// One of them.
    public struct Project: Sendable, Equatable {
        /// By PEP 503.
        public let normalized: String
        /// As its first file spelled it.
        public let display: String
        /// Its status (PEP 792).
        public let status: ProjectStatus
    }

    /// The registry's serial.
    public let serial: UInt64
    /// By normalized name.
    public let projects: [Project]
}
