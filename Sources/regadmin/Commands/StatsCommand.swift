internal import ArgumentParser
internal import ContentStore
internal import RegistryCore
internal import SystemPackage

struct StatsCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Say what the store holds and takes up.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) throws -> ExitStatus {
        let store = try location().openForReading()
        defer { store.close() }
        console.report(StatisticsEvent(try store.statistics(), path: store.root.string))
        return .clean
    }
}

/// What `stats` prints.
struct StatisticsEvent: OutputEvent {
    struct TableFigures: Encodable {
        let entries: Int
        let bytes: Int
    }

    static let event = "statistics"
    let store: String
    let files: Int64
    let fileBytes: Int64
    let blobs: Int64
    let blobBytes: Int64
    let unreferencedBlobs: Int64
    let unreferencedBytes: Int64
    let doomedObjects: Int64
    let doomedBytes: Int64
    let damagedBlobs: Int64
    let indexUsedBytes: Int
    let indexCapacityBytes: Int
    let indexTables: [String: TableFigures]
    let readers: Int
    let freeBytes: Int64
    let totalBytes: Int64

    init(_ statistics: StoreStatistics, path: String) {
        let counters = statistics.counters
        store = path
        files = counters.references
        fileBytes = counters.referencedBytes
        blobs = counters.blobs
        blobBytes = counters.blobBytes
        unreferencedBlobs = counters.unreferencedBlobs
        unreferencedBytes = counters.unreferencedBytes
        doomedObjects = counters.doomedObjects
        doomedBytes = counters.doomedBytes
        damagedBlobs = counters.damagedBlobs
        indexUsedBytes = statistics.index.usedBytes
        indexCapacityBytes = statistics.index.capacityBytes
        indexTables = statistics.tables.mapValues { TableFigures(entries: $0.entries, bytes: $0.bytes) }
        readers = statistics.index.readers
        freeBytes = statistics.freeBytes
        totalBytes = statistics.totalBytes
    }

    var text: String? {
        func bytes(_ count: Int64) -> String { "\(ByteCount.exact(count)) bytes (\(ByteCount.text(count)))" }
        var columns = Columns([.left, .right, .left])
        columns.append(["Files", "\(files)", bytes(fileBytes)])
        columns.append(["Blobs", "\(blobs)", bytes(blobBytes)])
        columns.append(["  without a name", "\(unreferencedBlobs)", bytes(unreferencedBytes)])
        columns.append(["  damaged", "\(damagedBlobs)", ""])
        columns.append(["Being removed", "\(doomedObjects)", bytes(doomedBytes)])
        columns.append(["Index", "", bytes(Int64(indexUsedBytes))])
        for (name, table) in indexTables.sorted(by: { $0.key < $1.key }) {
            columns.append(["  \(name)", "\(table.entries)", bytes(Int64(table.bytes))])
        }
        columns.append(["Disk, free", "", "\(bytes(freeBytes)) of \(ByteCount.text(totalBytes))"])
        return (["Store  \(SafeText.escaping(store))"] + columns.lines).joined(separator: "\n")
    }
}
