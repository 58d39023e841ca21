internal import ContentStore
internal import RegistryCore

/// What the index knows of a file, as JSON has it.
struct FileFigures: Encodable {
    let registry: String
    let id: String
    let filename: String
    let project: String
    let normalizedProject: String
    let version: String
    let kind: String
    let bytes: Int64
    let digests: DigestFigures
    let uploaded: String
    let yanked: String?
    let isDamaged: Bool
    let requiresPython: String?
    let summary: String?

    init(_ file: FileEntry) {
        registry = "\(file.registry)"
        id = "\(file.id)"
        filename = file.filename
        project = file.project
        normalizedProject = file.normalizedProject
        version = file.version
        kind = file.kind.rawValue
        bytes = file.size
        digests = DigestFigures(file.digests)
        uploaded = Timestamp.text(file.uploaded)
        yanked = file.yanked
        isDamaged = file.blob.health == .damaged
        requiresPython = file.requiresPython
        summary = file.summary
    }
}
