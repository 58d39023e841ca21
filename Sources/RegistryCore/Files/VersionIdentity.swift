internal import PythonPackaging

/// When two files are of one release.
public enum VersionIdentity: Sendable, CaseIterable {
    /// Where their versions are equal by PEP 440: `1.0`, `v1.0.0` and `1` are one.
    case pep440
    /// Where their versions were written alike, in any case.
    case lowercased
    /// Where their versions were written alike.
    case exact

    /// Equal for the versions of one release.
    func key(_ version: String, _ text: String) -> [UInt8] {
        switch self {
        case .pep440: PackageVersion(version)?.sortKey ?? Array(version.utf8)
        case .lowercased: Array(text.lowercased().utf8)
        case .exact: Array(text.utf8)
        }
    }
}
