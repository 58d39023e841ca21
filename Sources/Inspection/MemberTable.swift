internal import Archives

/// The members of an archive and the contents that were extracted, by path without dots and doubled slashes.
struct MemberTable {
    let members: [ArchiveMember]
    /// The files (hard links, too), by normalized path.
    let files: FileTable
    /// First components of all normalized paths, each once, sorted; those of files that lie in no folder are in
    /// `looseFiles`.
    let topFolders: [[UInt8]]
    let looseFiles: [[UInt8]]
    /// The extracted members by normalized path, in archive order.
    private let extracted: [(path: [UInt8], bytes: [UInt8])]

    init(_ found: ArchiveWorkerPool.Inspection) {
        members = found.listing.members
        var files = FileTable()
        var topFolders: [[UInt8]] = []
        var looseFiles: [[UInt8]] = []
        for member in members {
            let path = MemberPath.normalized(member.path)
            let top = path.prefix { $0 != UInt8(ascii: "/") }
            if top.isEmpty { continue }
            if top.count < path.count || member.kind == .directory {
                // What lies in one folder mostly stands together.
                if top != topFolders.last?[...] { topFolders.append(Array(top)) }
            } else {
                looseFiles.append(path)
            }
            if member.kind == .file || member.kind == .hardLink { files.insert(path, member) }
        }
        self.files = files
        topFolders.sort { $0.lexicographicallyPrecedes($1) }
        self.topFolders = topFolders.enumerated().filter { $0 == 0 || $1 != topFolders[$0 - 1] }.map(\.element)
        self.looseFiles = looseFiles
        extracted = found.extracted.map { (MemberPath.normalized($0.path), $0.bytes) }
    }

    /// The contents of the members at a normalized path, in archive order.
    func contents(of path: [UInt8]) -> [[UInt8]] { extracted.filter { $0.path == path }.map(\.bytes) }

    /// The contents of the first member of this name in a folder.
    func contents(of name: StaticString, in folder: [UInt8]) -> [UInt8]? {
        extracted.first { MemberPath.isPath($0.path, of: name, in: folder) }?.bytes
    }

    /// The paths of all extracted members, sorted.
    var extractedPaths: [[UInt8]] { extracted.map(\.path).sorted { $0.lexicographicallyPrecedes($1) } }
}
