internal import SystemPackage

/// Makes the files of a new store beside its place, and moves them there as a whole.
struct StoreBuilder {
    let files: any FileSystem
    let options: StoreOptions
    /// What FORMAT is to say.
    var format = StoreFormat(uuid: SessionID.random().description)

    func build(at root: FilePath) throws(StoreError) {
        let name = root.lastComponent?.string ?? "store"
        let parent = root.removingLastComponent()
        let draft = StoreLayout(root: parent.appending("\(name).init-\(Generation.random())"))
        do throws(StoreError) {
            try fill(draft)
            do throws(FileError) {
                try files.rename(draft.root, to: root)
                try files.syncDirectory(parent)
            } catch {
                // A directory that is not empty is in the way: someone else was quicker.
                throw [17, 39].contains(error.code) ? .alreadyExists(path: root.string) : StoreError(error)
            }
        } catch {
            // What cannot be removed stays behind as `….init-…`.
            files.removeTree(draft.root)
            throw error
        }
    }

    private func fill(_ layout: StoreLayout) throws(StoreError) {
        do throws(FileError) {
            try files.makeDirectory(layout.root)
            for directory in layout.directories { try files.makeDirectory(directory) }
        } catch {
            throw StoreError(error)
        }
        if !options.acceptsAnyFileSystem { try FileSystemProbe.checkKind(of: layout.root, files) }
        try FileSystemProbe.run(in: layout, files)
        let index = try LMDBIndex.open(
            directory: layout.index.string, mapSizeBytes: options.indexCapacityBytes, isReadOnly: false)
        index.close()
        do throws(FileError) {
            try Reserve.set(layout, files, byteCount: options.reserveBytes)
            try files.createDurably(layout.format, containing: format.encoded)
            for directory in layout.directories.reversed() + [layout.root] { try files.syncDirectory(directory) }
        } catch {
            throw StoreError(error)
        }
    }
}
