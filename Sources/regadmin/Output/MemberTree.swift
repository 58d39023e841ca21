internal import Archives

/// The members of an archive as an indented tree, directories before what is in them.
///
/// The tree is never built: an archive may claim paths of thousands of components, and a sorted list needs no
/// memory for them.
struct MemberTree {
    private let members: [ArchiveMember]

    /// Deeper levels are not indented any further.
    private static let mostIndentation = 40

    init(_ members: [ArchiveMember]) {
        self.members = members.sorted { Self.key($0).lexicographicallyPrecedes(Self.key($1)) }
    }

    func print(on console: Console) {
        var above: [ArraySlice<UInt8>] = []
        for member in members {
            let parts = member.path.split(separator: UInt8(ascii: "/"))
            guard let name = parts.last else { continue }
            let common = zip(above, parts.dropLast()).prefix { $0 == $1 }.count
            for depth in common..<(parts.count - 1) {
                console.print(Self.indentation(depth) + SafeText.escaping(Array(parts[depth])) + "/")
            }
            var line = Self.indentation(parts.count - 1) + SafeText.escaping(Array(name))
            switch member.kind {
            case .directory: line += "/"
            case .symlink, .hardLink: line += " -> " + SafeText.escaping(member.linkTarget)
            case .file, .other: line += "  \(member.size.map(ByteCount.text) ?? "?")"
            }
            above = member.kind == .directory ? parts : Array(parts.dropLast())
            console.print(line)
        }
    }

    /// Slashes sort before everything else, so that what is in a directory follows it at once.
    private static func key(_ member: ArchiveMember) -> some Sequence<UInt8> {
        member.path.lazy.map { $0 == UInt8(ascii: "/") ? 0 : $0 }
    }

    private static func indentation(_ depth: Int) -> String {
        String(repeating: "  ", count: min(depth, mostIndentation))
    }
}
