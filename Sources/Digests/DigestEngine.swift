internal import CDigests
internal import Glibc

/// What computes the digests on this machine. All engines give the same results.
///
/// Chosen once for the process: what the processor offers and what passes a self-test with known answers,
/// unless the environment variable `REGADMIN_DIGESTS` asks for less: `evp` (OpenSSL only, as on every other
/// processor), `lanes`, `stitched`, or `auto`, which is the default.
public struct DigestEngine: Hashable, Sendable, CustomStringConvertible {
    /// Which digests of one stream run in one loop, for the price of the slowest.
    public enum Stitching: Sendable {
        /// None: one after another.
        case none
        /// MD5, SHA-1 and SHA-256; takes the SHA extensions.
        case three
        /// BLAKE2b-256 too; takes AVX-512 as well.
        case four
    }

    /// How one stream is computed.
    public let stitching: Stitching
    /// Whether many streams run side by side in AVX-512 lanes.
    public let usesLanes: Bool
    /// Why this is less than the processor or the environment suggests; nil where it is not.
    public let remark: String?

    /// Whether BLAKE2b-256 is computed. Of an engine that leaves it out, its place in a set of digests means nothing.
    package private(set) var hasBLAKE2b = true

    /// The same engine without BLAKE2b-256, which costs 8 % of the time in lanes and 20 % with OpenSSL alone: for those
    /// who compare with other tools' four.
    package var withoutBLAKE2b: DigestEngine {
        var engine = self
        engine.hasBLAKE2b = false
        return engine
    }

    /// The engine of this process.
    public static let current = DigestEngine(
        asked: unsafe getenv("REGADMIN_DIGESTS").map { unsafe String(cString: $0) })

    /// OpenSSL and portable C only: runs everywhere, and is what the others are compared with.
    package static let evp = DigestEngine(asked: "evp")

    /// The best of what was asked for, in the words of the environment variable, that works here.
    ///
    /// - Parameter avx512: false refrains from AVX-512 even where it works.
    package init(asked: String?, avx512: Bool = true) {
        let (wantsStitching, wantsLanes, isUnknown): (Bool, Bool, Bool) =
            switch asked {
            case nil, "", "auto": (true, true, false)
            case "evp": (false, false, false)
            case "lanes": (false, true, false)
            case "stitched": (true, false, false)
            default: (true, true, true)
            }
        var remarks: [String] = []
        if let asked, isUnknown { remarks.append("REGADMIN_DIGESTS=\(asked) is not known") }

        let canThree = wantsStitching && cdigests_stitched_supported()
        let canFour = wantsStitching && avx512 && cdigests_stitched_supports_four()
        if canFour, DigestSelfTest.passesFour {
            stitching = .four
        } else if canThree, DigestSelfTest.passesThree {
            stitching = .three
        } else {
            stitching = .none
        }
        if canFour && stitching != .four || canThree && stitching == .none {
            remarks.append("stitched kernels failed their self-test")
        }

        let canUseLanes = wantsLanes && avx512 && cdigests_lanes_supported()
        usesLanes = canUseLanes && DigestSelfTest.passesLanes
        if canUseLanes, !usesLanes { remarks.append("lanes failed their self-test") }
        remark = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    }

    /// One line for an operator, such as `one file: four stitched; many files: lanes`.
    public var description: String {
        let one =
            switch stitching {
            case .none: "OpenSSL"
            case .three: "three stitched"
            case .four: "four stitched"
            }
        let text = "one file: \(one); many files: \(usesLanes ? "lanes" : "one by one")"
        return remark.map { "\(text) (\($0))" } ?? text
    }
}
