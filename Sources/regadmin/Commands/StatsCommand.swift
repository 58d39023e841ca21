internal import ArgumentParser
internal import ContentStore
internal import RegistryCore
internal import SystemPackage

struct StatsCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Say what the store holds and takes up.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) throws -> ExitStatus {
        try reading { registries in
            let statistics = try registries.statistics()
            for registry in statistics.registries { console.report(RegistryTotalsEvent(registry)) }
            console.report(StatisticsEvent(statistics, path: registries.store.root.string))
            return .clean
        }
    }
}

/// What one registry holds.
struct RegistryTotalsEvent: OutputEvent {
    static let event = "registry"
    let path: String
    let projects: Int
    let releases: Int
    let files: Int
    let bytes: Int64

    init(_ info: RegistryInfo) {
        path = "\(info.path)"
        projects = info.counts.projects
        releases = info.counts.releases
        files = info.counts.files
        bytes = info.counts.bytes
    }

    var text: String? {
        "\(path): \(projects) projects, \(releases) releases, \(files) files, \(ByteCount.exact(bytes)) bytes "
            + "(\(ByteCount.text(bytes)))"
    }
}

/// What `stats` prints at its end.
struct StatisticsEvent: OutputEvent {
    struct TableFigures: Encodable {
        let entries: Int
        let bytes: Int
    }

    static let event = "statistics"
    let store: String
    let organizations: Int
    let registries: Int
    /// What files that share bytes would take besides.
    let savedBytes: Int64
    /// What 'gc' would free now.
    let reclaimable: AmountFigures
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

    init(_ sums: RegistryStatistics, path: String) {
        let statistics = sums.store
        let counters = statistics.counters
        store = path
        organizations = sums.organizations
        registries = sums.registries.count
        savedBytes = sums.savedBytes
        reclaimable = AmountFigures(sums.collection.freed)
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
        columns.append(["  saved by sharing", "", bytes(savedBytes)])
        columns.append(["Blobs", "\(blobs)", bytes(blobBytes)])
        columns.append(["  without a name", "\(unreferencedBlobs)", bytes(unreferencedBytes)])
        columns.append(["  damaged", "\(damagedBlobs)", ""])
        columns.append(["Being removed", "\(doomedObjects)", bytes(doomedBytes)])
        columns.append(["Reclaimable", "\(reclaimable.objects)", bytes(reclaimable.bytes)])
        columns.append(["Index", "", bytes(Int64(indexUsedBytes))])
        for (name, table) in indexTables.sorted(by: { $0.key < $1.key }) {
            columns.append(["  \(name)", "\(table.entries)", bytes(Int64(table.bytes))])
        }
        columns.append(["Disk, free", "", "\(bytes(freeBytes)) of \(ByteCount.text(totalBytes))"])
        return (["Store  \(SafeText.escaping(store))"] + columns.lines).joined(separator: "\n")
    }
}
