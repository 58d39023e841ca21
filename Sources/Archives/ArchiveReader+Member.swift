internal import CArchive
internal import Glibc

extension ArchiveReader.Entry {
    /// The entry's headers as a value.
    func member(limits: ArchiveLimits) throws(ArchiveError) -> ArchiveMember {
        var warning = warning
        let path = try unsafe bytes(unsafe archive_entry_pathname(handle), limits: limits)
        if path == nil { warning = warning ?? "the path cannot be read" }
        var member = ArchiveMember(
            path: path ?? [], kind: .other, mode: UInt16(unsafe archive_entry_perm(handle) & 0o7777))
        if let target = try unsafe bytes(unsafe archive_entry_hardlink(handle), limits: limits) {
            member.kind = .hardLink
            member.linkTarget = target
        } else {
            switch unsafe archive_entry_filetype(handle) {
            case carchive_regular_file: member.kind = .file
            case carchive_directory: member.kind = .directory
            case carchive_symbolic_link:
                member.kind = .symlink
                member.linkTarget = try unsafe bytes(unsafe archive_entry_symlink(handle), limits: limits) ?? []
            default: break
            }
        }
        if unsafe archive_entry_size_is_set(handle) != 0 { member.size = unsafe archive_entry_size(handle) }
        if unsafe archive_entry_mtime_is_set(handle) != 0 {
            member.modified = Int64(unsafe archive_entry_mtime(handle))
        }
        member.isSparse = unsafe archive_entry_sparse_count(handle) > 0
        member.isEncrypted = unsafe archive_entry_is_encrypted(handle) != 0
        member.warning = warning
        return member
    }

    private func bytes(_ text: UnsafePointer<CChar>?, limits: ArchiveLimits) throws(ArchiveError) -> [UInt8]? {
        guard let text = unsafe text else { return nil }
        let count = unsafe strnlen(text, limits.pathBytes + 1)
        guard count <= limits.pathBytes else { throw .limitExceeded(.pathBytes, limit: Int64(limits.pathBytes)) }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: text, count: count))
    }
}
