public import Digests
public import HTTPTypes
public import HummingbirdCore
public import PythonPackaging
public import RegistryCore
public import SimpleIndex

/// The indexes elsewhere that upstream registries stand for, as the server asks them: only for names that
/// `NameResolution.external` gives to them.
public protocol UpstreamIndexes: Sendable {
    /// The serial of a project's listing, where that is at hand and as fresh as the registry's settings want; nil where
    /// it has to be asked for.  Does not wait: it is called where requests are handled.
    func freshSerial(of project: ProjectName, in upstream: RegistryMember) -> UInt64?

    /// What an upstream registry offers of a project; nil where its index has no such project.
    /// - Throws: `HTTPProblem` where the index cannot be asked and nothing it said before may stand for it, and no other
    ///   index is asked then.
    func listing(of project: ProjectName, in upstream: RegistryMember) async throws -> UpstreamListing?

    /// Answers with a file, or with what lies beside it, that an upstream registry offers and has not yet fetched.
    /// - Returns: nil where its index has no such file.
    /// - Throws: `HTTPProblem`: 403 with the reason for a file that is held back; where the index cannot be asked.
    func respond(
        with wanted: UpstreamFileRequest, in upstream: RegistryMember, _ request: Request, _ context: ServerContext,
        options: FileResponses.Options
    ) async throws -> Response?
}

/// A project's page as an upstream registry offers it.
public struct UpstreamListing: Sendable {
    /// One file on it.
    public struct File: Sendable, Equatable {
        /// A wheel's or an sdist's of the project.
        public var filename: String
        /// In the normal form of PEP 440.
        public var version: String
        /// What stands in the file's URL where others have the SHA-256: that, or whatever leads to the file again.
        public var key: ContentDigest
        /// The SHA-256 of its bytes; nil where nobody knows it yet.
        public var sha256: ContentDigest?
        /// The versions of Python wanted.
        public var requiresPython: String?
        /// Bytes; nil where the index does not say.
        public var size: Int64?
        /// Milliseconds since 1970; nil where the index does not say.
        public var uploadTime: Int64?
        /// Why installers should pass it over, empty without a reason; nil where they should not (PEP 592).
        public var yanked: String?
        /// The SHA-256 of its metadata file (PEP 658); nil where there is none to be had.
        public var coreMetadata: ContentDigest?
        /// Whether its provenance is to be had (PEP 740).
        public var hasProvenance = false

        /// A file of which nothing more is said.
        public init(filename: String, version: String, key: ContentDigest, sha256: ContentDigest?) {
            self.filename = filename
            self.version = version
            self.key = key
            self.sha256 = sha256
        }
    }

    /// Another one for each other listing of the project, as long as the server runs.
    public var serial: UInt64
    /// As the project spells itself, or normalized.
    public var display: String
    /// What is said of the project (PEP 792).
    public var status: SimpleProjectStatus
    /// Why.
    public var statusReason: String?
    /// Those that may be had now.
    public var files: [File]
    /// What answers with this listing say besides, such as that it is stale.
    public var fields = HTTPFields()

    /// A listing without further fields.
    public init(
        serial: UInt64, display: String, status: SimpleProjectStatus = .active, statusReason: String? = nil,
        files: [File]
    ) {
        self.serial = serial
        self.display = display
        self.status = status
        self.statusReason = statusReason
        self.files = files
    }
}

/// Which file of an upstream registry a client wants.
public struct UpstreamFileRequest: Sendable, Equatable {
    /// The distribution's filename, without what the part adds to it.
    public let filename: String
    /// What of it.
    public let part: FilePart
    /// The projects that it may be of, best first: more than one where an old sdist's name does not say where the
    /// project's ends.  The upstream registry may be asked for these names and for no others.
    public let projects: [ProjectName]
    /// What stands in the URL (`UpstreamListing.File.key`); nil where the URL has the version instead.
    public let key: ContentDigest?
}
