internal import Archives

/// An entry of a file's archive, for a look at what is in it.
public struct FileMember: Sendable, Equatable {
    /// Where it would be unpacked, as text; bytes that are no UTF-8 are replaced.  Not safe to use as a path.
    public let path: String
    /// Whether it is a directory; nil for links and what is neither.
    public let isDirectory: Bool?
    /// Bytes as the archive declares them; nil where it does not.
    public let size: Int64?
}

extension Registry {
    /// The members of a file's archive, in its order.
    /// - Parameter limit: the most that are answered.
    /// - Throws: `archive`, `store` where its listing has to be made anew and cannot be.
    public func members(of file: FileEntry, limit: Int) throws(RegistryError) -> [FileMember] {
        try contents(of: file).members.prefix(limit).map { member in
            let isDirectory: Bool? =
                switch member.kind {
                case .directory: true
                case .file: false
                case .symlink, .hardLink, .other: nil
                }
            return FileMember(
                path: String(decoding: member.path, as: UTF8.self), isDirectory: isDirectory, size: member.size)
        }
    }
}
