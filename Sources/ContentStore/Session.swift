internal import Digests
internal import SystemPackage

/// This process's life as a writer: a file whose kernel lock is held for as long as it lives.
///
/// The lock goes when the last thread of a killed process has left its last system call, so a session
/// that is found unlocked cannot still be linking files.
final class Session: Sendable {
    let id: SessionID
    private let path: FilePath
    private let files: any FileSystem
    private let file: any OpenFile

    /// Makes the file without a name, locks it, and only then gives it one: nobody ever finds it unlocked.
    static func begin(_ files: any FileSystem, _ layout: StoreLayout) throws(StoreError) -> Session {
        let id = SessionID.random()
        do throws(FileError) {
            let file = try files.createUnnamed(in: layout.sessions)
            guard try file.tryLock() else {
                throw FileError(call: "flock", path: layout.session(id).string, code: 11)
            }
            try files.link(file, to: layout.session(id))
            return Session(id: id, path: layout.session(id), files: files, file: file)
        } catch {
            throw StoreError(error)
        }
    }

    private init(id: SessionID, path: FilePath, files: any FileSystem, file: any OpenFile) {
        self.id = id
        self.path = path
        self.files = files
        self.file = file
    }

    /// Ends the session.  What it still has reserved is then a dead writer's.
    func end() {
        // Should this fail, the unlocked file says the same thing, and a collection removes it.
        try? files.unlink(path)
        file.close()
    }

    /// Whether the session is certainly over.  Read the reservations first and ask this second: a
    /// session that begins in between would look dead otherwise.
    static func isDead(_ id: SessionID, _ files: any FileSystem, _ layout: StoreLayout) throws(StoreError) -> Bool {
        do throws(FileError) {
            let file = try files.open(layout.session(id))
            defer { file.close() }
            guard try file.tryLock() else { return false }
            return true
        } catch {
            if error.isNotFound { return true }
            throw StoreError(error)
        }
    }
}
