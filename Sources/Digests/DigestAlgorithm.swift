/// The digests computed of every file. Raw values and order are part of the on-disk format.
public enum DigestAlgorithm: UInt8, CaseIterable, Sendable {
    /// RFC 1321. Not collision resistant; kept because clients still compare it.
    case md5 = 1
    /// FIPS 180-4. Not collision resistant; kept because clients still compare it.
    case sha1 = 2
    /// FIPS 180-4. Identifies a blob; see ``ContentDigest``.
    case sha256 = 3
    /// FIPS 180-4.
    case sha512 = 4
    /// RFC 7693 with 32 bytes of digest, no key, no salt: what upload clients send.
    case blake2b256 = 5

    /// The lower-case name used in tagged digests and in records: `md5`, `sha1`, `sha256`, `sha512`, `blake2b-256`.
    public var name: String {
        switch self {
        case .md5: "md5"
        case .sha1: "sha1"
        case .sha256: "sha256"
        case .sha512: "sha512"
        case .blake2b256: "blake2b-256"
        }
    }

    /// The digest's length in bytes.
    public var byteCount: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256, .blake2b256: 32
        case .sha512: 64
        }
    }

    /// The algorithm of that exact ``name``; other spellings are not known here.
    public init?(name: some StringProtocol) {
        guard let algorithm = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = algorithm
    }
}
