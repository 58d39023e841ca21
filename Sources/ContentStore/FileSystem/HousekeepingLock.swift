internal import Glibc
internal import SystemPackage

/// Locks between processes that only save work or keep LMDB's housekeeping in order; no blob's safety
/// rests on one.
enum HousekeepingLock {
    /// Runs `body` while this process alone opens the index: newer releases of LMDB 0.9 answer EINVAL to
    /// an open that meets another process's close.
    static func whileHolding<Result>(
        _ layout: StoreLayout, _ files: any FileSystem, isReadOnly: Bool, _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        if isReadOnly { return try body() }
        let file: any OpenFile
        do throws(FileError) {
            file = try files.openLock(layout.lock("env"))
            var waited = 0
            while try !file.tryLock() {
                // Held for the length of an open.  Longer than this means stopped, and EINVAL is retried anyway.
                waited += 1
                if waited > 500 { break }
                usleep(10_000)
            }
        } catch {
            throw StoreError(error)
        }
        defer { file.close() }
        return try body()
    }

    /// Takes the lock `name` for as long as the result lives.
    /// - Throws: `lockBusy` where another holds it.
    static func take(
        _ name: String, _ layout: StoreLayout, _ files: any FileSystem
    ) throws(StoreError) -> any OpenFile {
        do throws(FileError) {
            let file = try files.openLock(layout.lock(name))
            if try file.tryLock() { return file }
        } catch {
            throw StoreError(error)
        }
        throw .lockBusy(name)
    }
}
