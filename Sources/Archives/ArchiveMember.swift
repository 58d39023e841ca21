/// One entry of an archive, as its headers claim it.
package struct ArchiveMember: Sendable, Hashable {
    /// What sort of thing an entry would become when unpacked. The raw value is stored in listings.
    package enum Kind: UInt8, Sendable, CaseIterable {
        case file = 0
        case directory = 1
        case symlink = 2
        case hardLink = 3
        /// Devices, FIFOs, sockets and anything unknown: nothing a distribution should hold.
        case other = 4
    }

    /// The path as the archive's bytes have it: any bytes but NUL, `/` between components, perhaps absolute or with `..`.
    package var path: [UInt8]
    /// What the entry is.
    package var kind: Kind
    /// Expanded bytes as declared; nil where the header leaves it open.
    package var size: Int64?
    /// Permission bits with set-id and sticky (octal 7777).
    package var mode: UInt16
    /// Modification time in seconds since 1970 UTC; nil where there is none.
    package var modified: Int64?
    /// Where a link points, raw; empty for everything else.
    package var linkTarget: [UInt8]
    /// The contents are encrypted and cannot be read.
    package var isEncrypted: Bool
    /// The archive leaves runs of zeros out of the contents and says where they belong; only tar has this.
    package var isSparse = false
    /// What libarchive found odd about the entry and read nevertheless.
    package var warning: String?

    /// `path` as text; nil if it is not UTF-8.
    package var text: String? { String(validating: path, as: UTF8.self) }

    /// An entry; only the path and the kind are always there.
    package init(
        path: [UInt8], kind: Kind, size: Int64? = nil, mode: UInt16 = 0, modified: Int64? = nil,
        linkTarget: [UInt8] = [], isEncrypted: Bool = false, warning: String? = nil
    ) {
        self.path = path
        self.kind = kind
        self.size = size
        self.mode = mode
        self.modified = modified
        self.linkTarget = linkTarget
        self.isEncrypted = isEncrypted
        self.warning = warning
    }
}
