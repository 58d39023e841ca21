internal import Archives
internal import ContentStore
internal import Digests

/// What `doctor` prints.
struct DoctorEvent: OutputEvent {
    static let event = "doctor"
    let version: String
    let store: String
    let format: Int?
    let uuid: String?
    let features: [String]
    let fileSystem: String?
    let isFileSystemSound: Bool
    let freeBytes: Int64?
    let totalBytes: Int64?
    let hasReserve: Bool?
    let liveSessions: Int?
    let staleSessions: Int?
    let indexCopies: [String]
    let quarantined: Int?
    let damagedBlobs: Int64?
    let indexLibrary: String
    let archiveLibrary: String
    let digestEngine: String
    let resourceLimits: Bool?
    let noNewPrivileges: Bool?
    let landlockABI: Int?
    let seccomp: Bool?
    let problems: [String]

    init(
        path: String, diagnosis: StoreDiagnosis?, statistics: StoreStatistics?, confinement: Confinement?,
        problems: [String]
    ) {
        version = Release.version
        store = path
        let found = try? diagnosis?.format.get()
        format = found?.format
        uuid = found?.uuid
        features = (found?.compat ?? []) + (found?.readOnlyCompat ?? []) + (found?.incompat ?? [])
        fileSystem = diagnosis?.fileSystem
        isFileSystemSound = diagnosis.map { $0.probeFailure == nil } ?? false
        freeBytes = diagnosis?.freeBytes
        totalBytes = diagnosis?.totalBytes
        hasReserve = diagnosis?.hasReserve
        liveSessions = diagnosis?.liveSessions
        staleSessions = diagnosis?.staleSessions
        indexCopies = diagnosis?.snapshotTimes.map(Timestamp.text) ?? []
        quarantined = diagnosis?.quarantined
        damagedBlobs = statistics?.counters.damagedBlobs
        indexLibrary = StoreDiagnosis.indexLibrary
        archiveLibrary = ArchiveLibrary.version
        digestEngine = "\(DigestEngine.current)"
        resourceLimits = confinement?.resourceLimits
        noNewPrivileges = confinement?.noNewPrivileges
        landlockABI = confinement?.landlockABI
        seccomp = confinement?.seccomp
        self.problems = problems
    }

    var text: String? {
        var columns = Columns([.left, .left])
        func add(_ label: String, _ value: String?) {
            if let value { columns.append([label, SafeText.escaping(value)]) }
        }
        add("regadmin", version)
        add("Store", store)
        add("Format", format.map { "\($0)" + features.map { ", \($0)" }.joined() })
        add("UUID", uuid)
        add("File system", fileSystem.map { "\($0), probes \(isFileSystemSound ? "passed" : "FAILED")" })
        if let freeBytes, let totalBytes {
            add("Disk", "\(ByteCount.text(freeBytes)) free of \(ByteCount.text(totalBytes))")
        }
        add("Reserve", hasReserve.map { $0 ? "set aside" : "none: gc sets it aside" })
        if let liveSessions, let staleSessions { add("Writers", "\(liveSessions) at work, \(staleSessions) left over") }
        if fileSystem != nil {
            add("Index copies", indexCopies.isEmpty ? "none: gc makes them" : indexCopies.joined(separator: ", "))
        }
        add("Quarantined", quarantined.map { "\($0) files" })
        add("Damaged blobs", damagedBlobs.map(String.init))
        add("Index library", indexLibrary)
        add("Archive library", archiveLibrary)
        add("Digests", digestEngine)
        add("Archive readers", confinementText)
        add("Problems", "\(problems.count)")
        return columns.lines.joined(separator: "\n")
    }

    private var confinementText: String {
        guard let landlockABI else { return "cannot be started" }
        func word(_ isThere: Bool?, _ name: String) -> String { isThere == true ? name : "NO \(name)" }
        let landlock = landlockABI > 0 ? "Landlock ABI \(landlockABI)" : "NO Landlock"
        return [
            word(resourceLimits, "resource limits"), word(noNewPrivileges, "no new privileges"), landlock,
            word(seccomp, "seccomp"),
        ].joined(separator: ", ")
    }
}
