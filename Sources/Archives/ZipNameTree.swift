/// All names of an archive as one tree, to find those that cannot be unpacked beside each other.
///
/// Nodes are found by their folded names (lower case, compared by canonical equivalence as `String` does), where the
/// spellings meet that some file system takes for one. Only what is spelled otherwise than the first of its kind is
/// found by its exact bytes. Work is linear in the bytes of names.
struct ZipNameTree {
    private struct FoldedKey: Hashable {
        /// The first spelling of the folder above.
        var parent: Int32
        var component: String
    }

    private struct ExactKey: Hashable {
        var parent: Int32
        var component: String

        static func == (left: ExactKey, right: ExactKey) -> Bool {
            left.parent == right.parent && left.component.utf8.elementsEqual(right.component.utf8)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(parent)
            var component = component
            component.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    private struct Node {
        var key: ExactKey
        /// The node that stands for all spellings; itself where it came first.
        var first: Int32
        var isFile = false
        var isDirectoryMember = false
        var hasChildren = false
    }

    private var nodes: [Node] = []
    private var firsts: [FoldedKey: Int32] = [:]
    /// Those that are not the first of their folded names.
    private var others: [ExactKey: Int32] = [:]
    /// The folder of the last name, as written, and its node: names that stand together mostly share it. Empty where
    /// something above that node is a file, too, which is to be found again for each name.
    private var lastFolder: ArraySlice<UInt8> = []
    private var lastFolderNode: Int32 = -1

    init(capacity: Int) {
        nodes.reserveCapacity(capacity + 8)
        firsts.reserveCapacity(capacity + 8)
    }

    /// - Parameter name: valid UTF-8.
    /// - Returns: false where the tree has become too large; the finding is added.
    mutating func insert(
        _ name: [UInt8], isDirectory: Bool, nodeLimit: Int, _ findings: inout ZipFindings
    ) -> Bool {
        var parent: Int32 = -1
        var start = 0
        let folder = name[..<(name.lastIndex(of: UInt8(ascii: "/")) ?? 0)]
        if !folder.isEmpty, folder == lastFolder {
            parent = lastFolderNode
            start = folder.endIndex + 1
        } else {
            lastFolder = []
        }
        var isBelowFile = false
        for at in start...name.count where at == name.count || name[at] == UInt8(ascii: "/") {
            let part = name[start..<at]
            start = at + 1
            if part.isEmpty || part.count == 1 && part.first == UInt8(ascii: ".") { continue }
            if parent >= 0 {
                if nodes[Int(parent)].isFile {
                    findings.add(.fileFolderClash, name, "a folder above it is a file too")
                    isBelowFile = true
                }
                nodes[Int(parent)].hasChildren = true
            }
            let key = ExactKey(parent: parent, component: String(decoding: part, as: UTF8.self))
            guard let node = place(of: key, nodeLimit: nodeLimit, name, &findings) else { return false }
            parent = node
            if at == folder.endIndex, !isBelowFile {
                lastFolder = folder
                lastFolderNode = node
            }
        }
        if parent >= 0 { finish(Int(parent), isDirectory: isDirectory, name, &findings) }
        return true
    }

    /// The node of a path, a new one if need be; nil where that would be one too many.
    private mutating func place(
        of key: ExactKey, nodeLimit: Int, _ name: [UInt8], _ findings: inout ZipFindings
    ) -> Int32? {
        let isFolded = key.component.utf8.allSatisfy { $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0) }
        let folded = FoldedKey(
            parent: key.parent < 0 ? -1 : nodes[Int(key.parent)].first,
            component: isFolded ? key.component : key.component.lowercased())
        let first = firsts[folded]
        if let first {
            if nodes[Int(first)].key == key { return first }
            if let known = others[key] { return known }
        }
        guard nodes.count < nodeLimit else {
            findings.add(.tooManyFolders, "more than \(nodeLimit) files and folders")
            return nil
        }
        let index = Int32(nodes.count)
        nodes.append(Node(key: key, first: first ?? index))
        guard let first else {
            firsts[folded] = index
            return index
        }
        others[key] = index
        // Equal bytes mean that only the folders above differ, which has been reported.
        let known = nodes[Int(first)].key.component
        if !known.utf8.elementsEqual(key.component.utf8) {
            if known == key.component {
                findings.add(.unicodeClash, name, "another name has the same characters in other code points")
            } else {
                findings.add(.caseClash, name, "another name differs only in case")
            }
        }
        return index
    }

    private mutating func finish(_ index: Int, isDirectory: Bool, _ name: [UInt8], _ findings: inout ZipFindings) {
        let node = nodes[index]
        if isDirectory ? node.isDirectoryMember : node.isFile {
            findings.add(.duplicateName, name, "two members have this name")
        }
        if isDirectory ? node.isFile : node.isDirectoryMember || node.hasChildren {
            findings.add(.fileFolderClash, name, "it is a file and a folder")
        }
        if isDirectory { nodes[index].isDirectoryMember = true } else { nodes[index].isFile = true }
    }
}
