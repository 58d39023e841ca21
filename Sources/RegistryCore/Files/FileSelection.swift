public import Digests
public import PythonPackaging

/// Which files are meant.  Where a registry can be left out, all registries are searched.
public enum FileSelection: Sendable, Equatable {
    /// Every file of a registry.
    case registry(RegistryPath)
    /// Every file of a project.
    case project(ProjectName, in: RegistryPath?)
    /// Every file of a release; versions are compared by PEP 440.
    case release(ProjectName, PackageVersion, in: RegistryPath?)
    /// The file of this name.
    case filename(String, in: RegistryPath?)
    /// The file of this id.
    case file(FileID, in: RegistryPath)
    /// The files with these bytes; more than one for shared bytes, or for collisions of MD5 and SHA-1.
    case digest(Digest)

    /// Reads what people write: `FILENAME`, `PROJECT==VERSION`, `PROJECT`, each perhaps behind `ORG/REGISTRY/`;
    /// `ORG/REGISTRY`; `sha256:…` and the other digests.
    /// - Throws: `invalidReference`, `invalidPath`.
    public init(_ text: String) throws(RegistryError) {
        if let colon = text.firstIndex(of: ":"), let algorithm = DigestAlgorithm(name: text[..<colon]) {
            guard let digest = Digest(tagged: text) else {
                throw .invalidReference(
                    text, problem: "a \(algorithm.name) digest has \(2 * algorithm.byteCount) hexadecimal digits")
            }
            self = .digest(digest)
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: self = try Self.file(text, in: nil)
        case 2: self = .registry(try RegistryPath(text))
        case 3: self = try Self.file(String(parts[2]), in: try RegistryPath("\(parts[0])/\(parts[1])"))
        default: throw .invalidReference(text, problem: "it has too many slashes")
        }
    }

    /// The registry that is named; nil where none is.
    var registry: RegistryPath? {
        switch self {
        case .registry(let path), .file(_, let path): path
        case .project(_, let path), .release(_, _, let path), .filename(_, let path): path
        case .digest: nil
        }
    }

    private static func file(_ text: String, in path: RegistryPath?) throws(RegistryError) -> FileSelection {
        if DistributionFilename.looksLikeDistribution(text) { return .filename(text, in: path) }
        var parts = text.split(separator: "==", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let project = ProjectName(parts.removeFirst()) else {
            throw .invalidReference(text, problem: "it is no filename, project or digest")
        }
        guard let last = parts.first else { return .project(project, in: path) }
        guard let version = PackageVersion(last) else {
            throw .invalidReference(text, problem: "“\(last)” is not a version")
        }
        return .release(project, version, in: path)
    }
}

extension FileSelection: CustomStringConvertible {
    /// What `init` reads back.
    public var description: String {
        func behind(_ path: RegistryPath?, _ text: String) -> String { path.map { "\($0)/\(text)" } ?? text }
        return switch self {
        case .registry(let path): path.description
        case .project(let project, let path): behind(path, project.display)
        case .release(let project, let version, let path): behind(path, "\(project.display)==\(version.text)")
        case .filename(let filename, let path): behind(path, filename)
        case .file(let id, let path): behind(path, "\(id)")
        case .digest(let digest): digest.tagged
        }
    }
}
