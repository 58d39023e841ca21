internal import RegistryCore

/// The members of an archive in the order of their paths, so that what is below a directory stands together.
///
/// Paths are what the archive says, and lead nowhere: `..` and empty components are names like any other.
struct ArchiveTree: Sendable {
    /// One line of a directory.
    struct Entry: Sendable, Equatable {
        /// The last component.
        let name: String
        /// From the archive's root; of a directory with a slash at the end.
        let path: String
        let isDirectory: Bool
        /// Whether it is a file whose bytes can be asked for.
        let isFile: Bool
        /// Files below it, or 1.
        let files: Int
        /// Of itself or of all files below it, as the archive declares them.
        let bytes: Int64
    }

    private let text: [UInt8]
    /// Where each path begins in `text`; one more than there are members.
    private let starts: [Int]
    private let isFile: [Bool]
    /// Sums over all members before each.
    private let filesBefore: [Int]
    private let bytesBefore: [Int64]

    /// Members, directories that have an entry of their own included.
    var count: Int { isFile.count }
    /// Files in all.
    var files: Int { filesBefore.last ?? 0 }
    /// What files hold in all.
    var bytes: Int64 { bytesBefore.last ?? 0 }
    /// Bytes in memory, about.
    var footprint: Int { text.count + count * 32 }

    init(_ members: [FileMember]) {
        let sorted = members.map { member in
            var path = Array(member.path.utf8)
            // Directories stand before what is in them, however the archive writes them.
            if member.isDirectory == true, path.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
            return (path: path, member: member)
        }.sorted { $0.path.lexicographicallyPrecedes($1.path) }
        var text: [UInt8] = []
        var starts = [0]
        var filesBefore = [0]
        var bytesBefore: [Int64] = [0]
        for (path, member) in sorted {
            text += path
            starts.append(text.count)
            let isDirectory = member.isDirectory == true
            filesBefore.append(filesBefore[filesBefore.count - 1] + (isDirectory ? 0 : 1))
            let size = isDirectory ? 0 : max(0, member.size ?? 0)
            let sum = bytesBefore[bytesBefore.count - 1].addingReportingOverflow(size)
            bytesBefore.append(sum.overflow ? .max : sum.partialValue)
        }
        self.text = text
        self.starts = starts
        isFile = sorted.map { $0.member.isDirectory == false }
        self.filesBefore = filesBefore
        self.bytesBefore = bytesBefore
    }

    /// How many members are below a directory, its own entry included.
    /// - Parameter prefix: its path with a slash at the end; empty for the root.
    func members(below prefix: String) -> Int { range(of: Array(prefix.utf8)).count }

    /// The entries of one directory: directories first, each by name.
    /// - Parameter prefix: as for `members`.
    /// - Returns: those from `offset` on, at most `limit`; and how many there are in all.
    func entries(below prefix: String, from offset: Int = 0, limit: Int) -> (entries: [Entry], total: Int) {
        let bytes = Array(prefix.utf8)
        let range = range(of: bytes)
        var directories: [Range<Int>] = []
        var files: [Int] = []
        var place = range.lowerBound
        while place < range.upperBound {
            let start = starts[place] + bytes.count
            let end = starts[place + 1]
            if start == end {
                // The directory's own entry.
                place += 1
            } else if let slash = text[start..<end].firstIndex(of: UInt8(ascii: "/")) {
                let next = self.end(of: Array(text[starts[place]...slash]), from: place, to: range.upperBound)
                directories.append(place..<next)
                place = next
            } else {
                files.append(place)
                place += 1
            }
        }
        let total = directories.count + files.count
        let wanted = min(max(0, offset), total)..<min(max(0, offset) + max(0, limit), total)
        let entries = wanted.map { position in
            position < directories.count
                ? directory(directories[position], bytes.count) : file(files[position - directories.count], bytes.count)
        }
        return (entries, total)
    }

    /// The size of a file; nil where there is none of this path.
    func size(of path: String) -> Int64? {
        let bytes = Array(path.utf8)
        let place = lowerBound(bytes, 0, count)
        guard place < count, isFile[place], text[starts[place]..<starts[place + 1]].elementsEqual(bytes) else {
            return nil
        }
        return bytesBefore[place + 1] - bytesBefore[place]
    }

    private func directory(_ members: Range<Int>, _ depth: Int) -> Entry {
        let start = starts[members.lowerBound]
        let rest = text[(start + depth)...]
        let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        return Entry(
            name: String(decoding: rest[..<end], as: UTF8.self),
            path: String(decoding: text[start...end], as: UTF8.self),
            isDirectory: true, isFile: false,
            files: filesBefore[members.upperBound] - filesBefore[members.lowerBound],
            bytes: bytesBefore[members.upperBound] - bytesBefore[members.lowerBound])
    }

    private func file(_ place: Int, _ depth: Int) -> Entry {
        let path = text[starts[place]..<starts[place + 1]]
        return Entry(
            name: String(decoding: path.dropFirst(depth), as: UTF8.self), path: String(decoding: path, as: UTF8.self),
            isDirectory: false, isFile: isFile[place], files: 1,
            bytes: bytesBefore[place + 1] - bytesBefore[place])
    }

    // MARK: - Finding

    private func range(of prefix: [UInt8]) -> Range<Int> {
        guard !prefix.isEmpty else { return 0..<count }
        let first = lowerBound(prefix, 0, count)
        return first..<end(of: prefix, from: first, to: count)
    }

    /// The first member at or after `low` that does not begin with `prefix`.
    private func end(of prefix: [UInt8], from low: Int, to high: Int) -> Int {
        // A slash is what every prefix ends in; no path begins with it and the next byte, but those behind.
        var next = prefix
        next[next.count - 1] += 1
        return lowerBound(next, low, high)
    }

    private func lowerBound(_ key: [UInt8], _ from: Int, _ to: Int) -> Int {
        var (low, high) = (from, to)
        while low < high {
            let middle = (low + high) / 2
            if text[starts[middle]..<starts[middle + 1]].lexicographicallyPrecedes(key) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
