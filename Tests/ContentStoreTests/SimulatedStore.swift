import Digests
import SystemPackage
import TestSupport

@testable import ContentStore

/// The store's real code on a simulated machine.
enum SimulatedStore {
    static let layout = StoreLayout(root: "/store")

    /// A machine with an empty store, all of it durable.
    static func newMachine() -> SimulatedMachine.State {
        var disk = SimulatedDisk()
        disk.addDirectory(layout.root.string)
        for directory in layout.directories { disk.addDirectory(directory.string) }
        return SimulatedMachine.State(disk: disk)
    }

    static let options: StoreOptions = {
        var options = StoreOptions()
        options.minimumFreeBytes = 1 << 20
        options.reserveBytes = 1 << 16
        return options
    }()

    /// Opens the store in a process, with every call shown to the watch first.
    static func open(
        _ process: SimulatedProcess, syncMode: SyncMode = .automatic, clock: TestClock = TestClock(),
        watch: (any FileCallWatch)? = nil,
        indexWatch: @escaping @Sendable (MemoryIndex.Call) throws(StoreError) -> Void = { _ in }
    ) -> Store {
        let files: any FileSystem = watch.map { WatchedFileSystem(process.files, $0) } ?? process.files
        var options = options
        options.syncMode = syncMode
        return Store(
            layout: layout, format: StoreFormat(uuid: "00"), options: options, files: files,
            index: MemoryIndex(process, willCall: indexWatch),
            // One thread: the order of calls is then the same on every run.
            blobs: LocalBlobSpace(
                files: files, layout: layout, syncMode: syncMode, waitingThreads: 1, writingThreads: 1),
            clock: clock.read)
    }

    /// Runs `body` on a new store in a process of a new machine.
    static func with<Result>(_ body: (Store, SimulatedMachine) throws -> Result) rethrows -> Result {
        let machine = SimulatedMachine(newMachine())
        let store = open(machine.startProcess())
        defer { store.close() }
        return try body(store, machine)
    }

    /// As `StoreLayout` has it; built as text, because checks ask for it ten thousands of times.
    static func path(of object: BlobObject) -> String {
        let name = object.description
        return "/store/blobs/\(name.prefix(2))/\(name)"
    }
}
