internal import Archives

/// The files of an archive by normalized path; of several with one path, the last.
struct FileTable {
    /// Few paths are compared quicker than they are hashed, and most wheels have few files.
    private static let mostCompared = 12

    /// Each path once, in archive order.
    private(set) var paths: [[UInt8]] = []
    private(set) var members: [ArchiveMember] = []
    private var places: [Key: Int] = [:]

    private struct Key: Hashable {
        let path: [UInt8]

        func hash(into hasher: inout Hasher) { unsafe path.withUnsafeBytes { unsafe hasher.combine(bytes: $0) } }
    }

    var count: Int { paths.count }

    /// Where a path is in `paths`.
    func place(of path: [UInt8]) -> Int? {
        paths.count <= Self.mostCompared ? paths.firstIndex(of: path) : places[Key(path: path)]
    }

    subscript(path: [UInt8]) -> ArchiveMember? { place(of: path).map { members[$0] } }

    mutating func insert(_ path: [UInt8], _ member: ArchiveMember) {
        if let known = place(of: path) {
            members[known] = member
            return
        }
        paths.append(path)
        members.append(member)
        guard paths.count > Self.mostCompared else { return }
        for place in places.count..<paths.count { places[Key(path: paths[place])] = place }
    }
}
