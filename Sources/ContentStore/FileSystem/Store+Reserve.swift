internal import SystemPackage

extension Store {
    /// Gives back the room that is set aside, for a deletion on a full disk; `collect` sets it aside again.
    /// - Returns: whether there was any.
    public func releaseReserve() throws(StoreError) -> Bool {
        do throws(FileError) { return try Reserve.release(layout, files) } catch { throw StoreError(error) }
    }
}
