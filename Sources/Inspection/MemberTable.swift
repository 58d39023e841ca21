internal import Archives

/// The members of an archive and the contents that were extracted, by path without dots and doubled slashes.
struct MemberTable {
    let members: [ArchiveMember]
    /// The files (hard links, too), by normalized path.
    let files: [[UInt8]: ArchiveMember]
    /// First components of all normalized paths; those of files that lie in no folder are in `looseFiles`.
    let topFolders: Set<[UInt8]>
    let looseFiles: [[UInt8]]
    private let contents: [[UInt8]: [[UInt8]]]

    init(_ found: ArchiveWorkerPool.Inspection) {
        members = found.listing.members
        var files: [[UInt8]: ArchiveMember] = [:]
        files.reserveCapacity(members.count)
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
            if member.kind == .file || member.kind == .hardLink { files[path] = member }
        }
        self.files = files
        self.topFolders = topFolders
        self.looseFiles = looseFiles
        contents = Dictionary(
            found.extracted.map { (MemberPath.normalized($0.path), [$0.bytes]) }, uniquingKeysWith: +)
    }

    /// The contents of the members at a normalized path, in archive order.
    func contents(of path: [UInt8]) -> [[UInt8]] { contents[path] ?? [] }

    /// The paths of all extracted members, sorted.
    var extractedPaths: [[UInt8]] { contents.keys.sorted { $0.lexicographicallyPrecedes($1) } }
}
