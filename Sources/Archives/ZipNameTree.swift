/// All names of an archive as one tree, to find those that cannot be unpacked beside each other.
///
/// Beside each node by its exact bytes stands one by its folded name (lower case, compared by canonical equivalence as
/// `String` does), where the spellings meet that some file system takes for one. Work is linear in the bytes of names.
struct ZipNameTree {
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

    private struct FoldedKey: Hashable {
        var parent: Int32
        var component: String
    }

    private struct Node {
        var component: String
        /// The node that stands for all spellings; itself where it came first.
        var folded: Int32
        var isFile = false
        var isDirectoryMember = false
        var hasChildren = false
    }

    private var nodes: [Node] = []
    private var places: [ExactKey: Int32] = [:]
    private var foldedPlaces: [FoldedKey: Int32] = [:]

    init(capacity: Int) {
        nodes.reserveCapacity(capacity + 8)
        places.reserveCapacity(capacity + 8)
        foldedPlaces.reserveCapacity(capacity + 8)
    }

    /// - Parameter name: valid UTF-8.
    /// - Returns: false where the tree has become too large; the finding is added.
    mutating func insert(
        _ name: [UInt8], isDirectory: Bool, nodeLimit: Int, _ findings: inout ZipFindings
    ) -> Bool {
        var parent: Int32 = -1
        var start = 0
        for at in 0...name.count where at == name.count || name[at] == UInt8(ascii: "/") {
            let part = name[start..<at]
            start = at + 1
            if part.isEmpty || part.count == 1 && part.first == UInt8(ascii: ".") { continue }
            if parent >= 0 {
                if nodes[Int(parent)].isFile { findings.add(.fileFolderClash, name, "a folder above it is a file too") }
                nodes[Int(parent)].hasChildren = true
            }
            let key = ExactKey(parent: parent, component: String(decoding: part, as: UTF8.self))
            if let known = places[key] {
                parent = known
                continue
            }
            guard nodes.count < nodeLimit else {
                findings.add(.tooManyFolders, "more than \(nodeLimit) files and folders")
                return false
            }
            parent = append(key, name, &findings)
        }
        if parent >= 0 { finish(Int(parent), isDirectory: isDirectory, name, &findings) }
        return true
    }

    private mutating func append(_ key: ExactKey, _ name: [UInt8], _ findings: inout ZipFindings) -> Int32 {
        let index = Int32(nodes.count)
        let foldedParent = key.parent < 0 ? -1 : nodes[Int(key.parent)].folded
        let isFolded = key.component.utf8.allSatisfy { $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0) }
        let foldedKey = FoldedKey(
            parent: foldedParent, component: isFolded ? key.component : key.component.lowercased())
        let folded = foldedPlaces[foldedKey] ?? index
        places[key] = index
        nodes.append(Node(component: key.component, folded: folded))
        if folded == index {
            foldedPlaces[foldedKey] = index
        } else {
            // Equal bytes mean that only the folders above differ, which has been reported.
            let known = nodes[Int(folded)].component
            if !known.utf8.elementsEqual(key.component.utf8) {
                if known == key.component {
                    findings.add(.unicodeClash, name, "another name has the same characters in other code points")
                } else {
                    findings.add(.caseClash, name, "another name differs only in case")
                }
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
