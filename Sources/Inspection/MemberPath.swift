/// Member paths as bytes.
enum MemberPath {
    /// Without components that are empty or a dot. Nearly every path is that already.
    static func normalized(_ path: [UInt8]) -> [UInt8] {
        guard needsNormalizing(path) else { return path }
        return Array(
            components(path).filter { !$0.isEmpty && !$0.elementsEqual(CollectionOfOne(UInt8(ascii: "."))) }
                .joined(separator: CollectionOfOne(UInt8(ascii: "/"))))
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
