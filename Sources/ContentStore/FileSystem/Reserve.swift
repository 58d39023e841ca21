internal import SystemPackage

/// A file that only takes up room: given back when the disk is full, because deleting needs space too.
enum Reserve {
    /// Sets the room aside; less than asked for where the disk has less, and none for 0.
    static func set(_ layout: StoreLayout, _ files: any FileSystem, byteCount: Int64) throws(FileError) {
        guard byteCount > 0, try files.status(of: layout.reserve) == nil else { return }
        guard try files.space(at: layout.root).freeBytes > byteCount * 2 else { return }
        let file = try files.create(layout.reserve, mode: .own)
        do throws(FileError) {
            try file.preallocate(byteCount)
            try file.sync()
        } catch {
            // An empty file would look like a reserve for ever.
            try? files.unlink(layout.reserve)
            throw error
        }
    }

    /// Gives the room back; answers whether there was any.
    static func release(_ layout: StoreLayout, _ files: any FileSystem) throws(FileError) -> Bool {
        do throws(FileError) {
            try files.unlink(layout.reserve)
            try files.syncDirectory(layout.root)
            return true
        } catch {
            if error.isNotFound { return false }
            throw error
        }
    }
}
