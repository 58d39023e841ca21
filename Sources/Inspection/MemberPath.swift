/// Member paths as bytes.
enum MemberPath {
    /// Without components that are empty or a dot. Nearly every path is that already.
    static func normalized(_ path: [UInt8]) -> [UInt8] {
        guard needsNormalizing(path) else { return path }
        return Array(
            components(path).filter { !$0.isEmpty && !$0.elementsEqual(CollectionOfOne(UInt8(ascii: "."))) }
                .joined(separator: CollectionOfOne(UInt8(ascii: "/"))))
    }

    /// A path below a folder.
    static func joined(_ folder: [UInt8], _ name: String) -> [UInt8] {
        var path: [UInt8] = []
        path.reserveCapacity(folder.count + 1 + name.utf8.count)
        path.append(contentsOf: folder)
        path.append(UInt8(ascii: "/"))
        path.append(contentsOf: name.utf8)
        return path
    }

    /// Whether `path` is that of a name in a folder, as `joined` would write it.
    static func isPath(_ path: [UInt8], of name: StaticString, in folder: [UInt8]) -> Bool {
        guard path.count == folder.count + 1 + name.utf8CodeUnitCount, path[folder.count] == UInt8(ascii: "/"),
            path[..<folder.count] == folder[...]
        else { return false }
        // SAFETY: read during the call, within its bounds.
        return name.withUTF8Buffer { unsafe path[(folder.count + 1)...].elementsEqual($0) }
    }

    /// What stands between slashes; empty ones too.
    static func components(_ path: some Collection<UInt8>) -> [ArraySlice<UInt8>] {
        Array(path).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }

    private static func needsNormalizing(_ path: [UInt8]) -> Bool {
        var start = 0
        for at in 0...path.count where at == path.count || path[at] == UInt8(ascii: "/") {
            if at == start || at == start + 1 && path[start] == UInt8(ascii: ".") { return true }
            start = at + 1
        }
        return false
    }
}
