/// The members of one archive in archive order, and their sums.
package struct ArchiveListing: Sendable, Equatable {
    /// What the archive is.
    package let format: ArchiveFormat
    /// Every entry, in the order the archive is read: duplicates and oddities included.
    package let members: [ArchiveMember]
    /// How many members are regular files; hard links count, as unpacking would make a file of each.
    package let fileCount: Int
    /// How many members are directories with an entry of their own (implied ones are not counted).
    package let directoryCount: Int
    /// The declared sizes of all regular files together, in bytes; stays at `Int64.max` on overflow.
    package let expandedSize: Int64

    /// A listing with its sums.
    package init(format: ArchiveFormat, members: [ArchiveMember]) {
        var files = 0
        var directories = 0
        var expanded: Int64 = 0
        for member in members {
            switch member.kind {
            case .file:
                files += 1
                let (sum, overflow) = expanded.addingReportingOverflow(max(0, member.size ?? 0))
                expanded = overflow ? .max : sum
            case .hardLink: files += 1
            case .directory: directories += 1
            case .symlink, .other: break
            }
        }
        self.format = format
        self.members = members
        fileCount = files
        directoryCount = directories
        expandedSize = expanded
    }
}
