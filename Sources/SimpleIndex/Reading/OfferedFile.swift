/// One file as another index's page offers it: what that index says, and nothing that was checked against the bytes.
public struct OfferedFile: Sendable, Equatable {
    /// What an index says of a file's metadata file (PEP 658, PEP 714).
    public enum CoreMetadata: Sendable, Equatable {
        /// That there is none.
        case none
        /// That there is one, without a digest of it.
        case unhashed
        /// Its SHA-256, 64 lower-case hexadecimal digits.
        case sha256(String)
    }

    /// The filename: of a wheel or an sdist of the page's project.
    public var filename: String
    /// The file's version in the normal form of PEP 440, as the filename says it.
    public var version: String
    /// Where it is: absolute, http or https, without user, password and fragment.
    public var url: String
    /// Digests by the names that `hashlib` has for them, in lower case; hexadecimal digits in lower case.
    public var hashes: [String: String]
    /// Its `Requires-Python`; nil where nothing is said.
    public var requiresPython: String?
    /// Bytes; nil where nothing is said, as always in HTML.
    public var size: Int64?
    /// Milliseconds since 1970; nil where nothing is said, as always in HTML.
    public var uploadTime: Int64?
    /// Why installers should pass it over, empty without a reason; nil where they should not (PEP 592).
    public var yanked: String?
    /// Its metadata file, which is at the URL with `.metadata` added.
    public var coreMetadata = CoreMetadata.none
    /// Where its attestations are, absolute (PEP 740).
    public var provenanceURL: String?

    /// A file of which nothing more is said.
    public init(filename: String, version: String, url: String, hashes: [String: String] = [:]) {
        self.filename = filename
        self.version = version
        self.url = url
        self.hashes = hashes
    }

    /// Its SHA-256, 64 lower-case hexadecimal digits; nil where it is not given.
    public var sha256: String? { hashes["sha256"] }
}
