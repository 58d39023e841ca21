public import Digests

/// What a client says of a file that it uploads.  The file is the truth: what contradicts it refuses the upload.
public struct UploadClaims: Sendable {
    /// The name that the file is to have, without any directory.
    public var filename: String
    /// The project, any spelling; nil to take it from the file.
    public var name: String?
    /// The version; nil to take it from the file.
    public var version: String?
    /// Wheel or sdist.
    public var kind: DistributionKind?
    /// Digests that the bytes must have.
    public var digests: [Digest] = []
    /// The versions of Python wanted; counts only where nobody looks into the file.
    public var requiresPython: String?
    /// One line about it; counts only where nobody looks into the file.
    public var summary: String?
    /// A JSON array of attestations (PEP 740), at most `attestationsLimitBytes`; kept as it is.
    public var attestations: [UInt8]?
    /// The user name of who uploads it.
    public var uploader: String?

    /// The most bytes that attestations may have: 128 KiB.
    public static let attestationsLimitBytes = 128 << 10

    /// Claims nothing but a filename.
    public init(filename: String) { self.filename = filename }

    /// A text of a form, where an empty one and `UNKNOWN` say nothing.
    static func present(_ text: String?) -> String? { text.flatMap { $0.isEmpty || $0 == "UNKNOWN" ? nil : $0 } }
}

/// How an upload is treated, where systems differ.
public struct UploadOptions: Sendable {
    /// What an upload of bytes that are there under the same name is.
    public enum SameBytes: Sendable {
        /// Nothing to do: it succeeds.
        case present
        /// A conflict, as for other bytes.
        case conflict
    }

    /// What an upload of bytes that are there under the same name is.
    public var sameBytes = SameBytes.present
    /// Whether filenames of one release that differ only in case are the same.
    public var ignoresCase = false
    /// Instead of the registry's rule.
    public var inspection: InspectionPolicySetting?
    /// The most bytes that a file may have.
    public var limitBytes = Int64.max
    /// Whether the file was fetched from the index that the registry stands for: an upstream registry takes such files
    /// and no others, and other registries take none.
    public var isFromUpstream = false
    /// When it was uploaded, in milliseconds since 1970, where that was elsewhere; nil for now.
    public var uploaded: Int64?
    /// Why installers should pass it over (PEP 592), as it is said elsewhere; at most 255 bytes are kept.
    public var yanked: String?
    /// Called when every rule has been applied that can be before the index is asked, and the file is only to be
    /// written yet.
    public var onAdmitted: (@Sendable () -> Void)?
    /// Whether digests that are claimed are compared.  Only a replay of another system's tests does without.
    public var comparesDigests = true

    /// The defaults, to be changed field by field.
    public init() {}
}
