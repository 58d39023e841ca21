internal import CDigests
internal import Glibc

/// What computes the digests on this machine. All engines give the same results.
///
/// Chosen once for the process: what the processor offers and what passes a self-test with known answers,
/// unless the environment variable `REGADMIN_DIGESTS` asks for less: `evp` (OpenSSL only, as on every other
/// processor), `lanes`, `stitched`, or `auto`, which is the default.
public struct DigestEngine: Hashable, Sendable, CustomStringConvertible {
    /// Whether MD5, SHA-1, SHA-256 and BLAKE2b of one stream run in one loop (SHA extensions and AVX-512).
    public let isStitched: Bool
    /// Whether many streams run side by side in AVX-512 lanes.
    public let usesLanes: Bool
    /// Why this is less than the processor or the environment suggests; nil where it is not.
    public let remark: String?

    /// The engine of this process.
    public static let current = DigestEngine(
        asked: unsafe getenv("REGADMIN_DIGESTS").map { unsafe String(cString: $0) })

    /// OpenSSL and portable C only: runs everywhere, and is what the others are compared with.
    package static let evp = DigestEngine(isStitched: false, usesLanes: false, remark: nil)

    /// The best of what was asked for, in the words of the environment variable, that works here.
    package init(asked: String?) {
        let (stitchedAllowed, lanesAllowed, unknown): (Bool, Bool, Bool) =
            switch asked {
            case nil, "", "auto": (true, true, false)
            case "evp": (false, false, false)
            case "lanes": (false, true, false)
            case "stitched": (true, false, false)
            default: (true, true, true)
            }
        var remarks: [String] = []
        if let asked, unknown { remarks.append("REGADMIN_DIGESTS=\(asked) is not known") }
        let stitched = stitchedAllowed && cdigests_stitched_supported()
        let lanes = lanesAllowed && cdigests_lanes_supported()
        isStitched = stitched && DigestSelfTest.passesStitched
        usesLanes = lanes && DigestSelfTest.passesLanes
        if stitched && !isStitched { remarks.append("the stitched kernels failed their self-test") }
        if lanes && !usesLanes { remarks.append("the lanes failed their self-test") }
        remark = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    }

    private init(isStitched: Bool, usesLanes: Bool, remark: String?) {
        self.isStitched = isStitched
        self.usesLanes = usesLanes
        self.remark = remark
    }

    /// One line for an operator, such as `stitched (one file), lanes (many files)`.
    public var description: String {
        let files =
            "\(isStitched ? "stitched" : "OpenSSL") (one file), \(usesLanes ? "lanes" : "one by one") (many files)"
        return remark.map { "\(files): \($0)" } ?? files
    }
}
