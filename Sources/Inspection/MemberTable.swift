internal import Archives

/// The members of an archive and the contents that were extracted, by path without dots and doubled slashes.
struct MemberTable {
    let members: [ArchiveMember]
    /// The files (hard links, too), by normalized path.
    let files: FileTable
    /// First components of all normalized paths; those of files that lie in no folder are in `looseFiles`.
    let topFolders: Set<[UInt8]>
    let looseFiles: [[UInt8]]
    /// The extracted members by normalized path, in archive order.
    private let extracted: [(path: [UInt8], bytes: [UInt8])]

    init(_ found: ArchiveWorkerPool.Inspection) {
        members = found.listing.members
        var files = FileTable()
        var topFolders: Set<[UInt8]> = []
        var lastTop: ArraySlice<UInt8> = []
        var looseFiles: [[UInt8]] = []
        for member in members {
            let path = MemberPath.normalized(member.path)
            let top = path.prefix { $0 != UInt8(ascii: "/") }
            if top.isEmpty { continue }
            if top.count < path.count || member.kind == .directory {
                if !top.elementsEqual(lastTop) {
                    topFolders.insert(Array(top))
                    lastTop = top
                }
            } else {
                looseFiles.append(path)
            }
            if member.kind == .file || member.kind == .hardLink { files.insert(path, member) }
        }
        self.files = files
        self.topFolders = topFolders
        self.looseFiles = looseFiles
        extracted = found.extracted.map { (MemberPath.normalized($0.path), $0.bytes) }
    }

    /// The contents of the members at a normalized path, in archive order.
    func contents(of path: [UInt8]) -> [[UInt8]] { extracted.filter { $0.path == path }.map(\.bytes) }

    /// The paths of all extracted members, sorted.
    var extractedPaths: [[UInt8]] { extracted.map(\.path).sorted { $0.lexicographicallyPrecedes($1) } }
}
