internal import ContentStore
internal import Glibc
internal import SystemPackage

/// Which store a command is about, and how it is opened.
struct StoreLocation {
    let path: FilePath

    /// - Throws: `CommandFailure` where nothing says where the store is.
    init(option: String?) throws(CommandFailure) {
        if let text = option ?? Self.variable("REGADMIN_STORE") {
            guard !text.isEmpty else { throw CommandFailure("--store", "names no directory", status: .usage) }
            path = FilePath(text).absolute
        } else if let data = Self.variable("XDG_DATA_HOME"), data.hasPrefix("/") {
            path = FilePath(data).appending("regadmin")
        } else if let home = Self.variable("HOME") {
            path = FilePath(home).appending(".local/share/regadmin")
        } else {
            throw CommandFailure(
                "store", "nothing says where it is: HOME is not set", advice: "name a directory with --store",
                status: .usage)
        }
    }

    /// Opens the store for looking only: works on a read-only disk too.
    func openForReading() throws(CommandFailure) -> Store {
        var options = StoreOptions()
        options.isReadOnly = true
        return try open(options)
    }

    /// Opens the store that must be there.
    func open(_ options: StoreOptions = StoreOptions()) throws(CommandFailure) -> Store {
        do throws(StoreError) {
            return try Store.open(at: path, options: options)
        } catch {
            throw CommandFailure(error, about: path)
        }
    }

    /// Opens the store for verification, which works without notes where nothing can be written.
    func openForVerifying(_ console: Console) throws(CommandFailure) -> Store {
        do throws(StoreError) {
            return try Store.open(at: path)
        } catch .readOnly {
            console.note("the store can only be read: what was verified is not noted")
        } catch .formatTooNew {
            // Where a feature keeps this release from writing only, reading works.
        } catch {
            throw CommandFailure(error, about: path)
        }
        return try openForReading()
    }

    /// Opens the store, made at first use with a notice.
    func openOrCreate(
        _ console: Console, _ options: StoreOptions = StoreOptions()
    ) throws(CommandFailure) -> Store {
        do throws(StoreError) {
            let (store, isNew) = try Store.openOrCreate(at: path, options: options)
            if isNew { console.note("made a new store at \(SafeText.escaping(store.root.string))") }
            return store
        } catch {
            throw CommandFailure(error, about: path)
        }
    }

    /// An environment variable that says something.
    static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}
