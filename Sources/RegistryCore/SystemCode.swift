internal import Glibc
internal import SystemPackage

/// What an `errno` says.
enum SystemCode {
    /// The system's sentence for it.
    static func sentence(_ code: Int32) -> String { "\(Errno(rawValue: code))" }

    /// Whether the disk or the quota is full.
    static func isNoSpace(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT }
}
