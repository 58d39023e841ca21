import Digests
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import ContentStore
@testable import RegistryCore

/// The registry's real code on a simulated machine, whose calls can fail and whose power can be cut.
@Suite("An upload that is interrupted")
struct InterruptedUploadTests {
    private static let layout = StoreLayout(root: "/store")
    private static let path = RegistryPath.default

    private static func open(
        _ process: SimulatedProcess,
        watch: @escaping @Sendable (MemoryIndex.Call) throws(StoreError) -> Void = { _ in }
    ) -> Registry {
        var options = StoreOptions()
        options.minimumFreeBytes = 1 << 20
        options.reserveBytes = 1 << 16
        let store = Store(
            layout: layout, format: StoreFormat(uuid: "00"), options: options, files: process.files,
            index: MemoryIndex(process, willCall: watch),
            blobs: LocalBlobSpace(
                files: process.files, layout: layout, syncMode: .automatic, waitingThreads: 1, writingThreads: 1),
            clock: { 1_700_000_000_000 })
        return Registry(store: store)
    }

    /// A machine with a registry that believes what it is told and has one file.
    private static func prepared() throws -> SimulatedMachine.State {
        var disk = SimulatedDisk()
        disk.addDirectory(layout.root.string)
        for directory in layout.directories { disk.addDirectory(directory.string) }
        let machine = SimulatedMachine(SimulatedMachine.State(disk: disk))
        let registry = open(machine.startProcess())
        var settings = RegistrySettings()
        settings.policy = InspectionPolicySetting(mode: .off)
        try registry.createRegistry(path, settings: settings)
        try upload(1, to: registry)
        registry.close()
        return machine.state
    }

    @discardableResult
    private static func upload(_ number: Int, to registry: Registry) throws -> FileEntry {
        let bytes = Array("file \(number)".utf8)
        let staged = try registry.stageUpload()
        try bytes.withUnsafeBytes { try staged.append($0) }
        let claims = UploadClaims(filename: "demo-\(number)-py3-none-any.whl")
        return try registry.publish(staged.seal(), claims, to: path).entry
    }

    /// What is wrong with a registry after an upload of file 2.
    /// - Parameter acknowledged: the file, where its upload was reported as done.
    private static func problems(in state: SimulatedMachine.State, _ acknowledged: FileEntry?) throws -> [String] {
        let machine = SimulatedMachine(state)
        let registry = open(machine.startProcess())
        defer { registry.close() }
        var problems: [String] = []
        func check() throws {
            _ = try registry.verifyIndex { finding in
                if finding.isDamage { problems.append("\(finding.files): \(finding.finding.detail)") }
            }
            if try registry.verify().damaged != 0 { problems.append("bytes are damaged") }
        }
        try check()
        let files = try registry.project("demo", in: path)?.files ?? []
        if files.first?.version != "1" { problems.append("the first file is gone") }
        if let acknowledged, files.last?.id != acknowledged.id { problems.append("an acknowledged file is gone") }
        let published = try registry.audit().filter { $0.action == .filePublish }.count
        if published != files.count { problems.append("\(published) entries in the log for \(files.count) files") }
        if try registry.serial(of: path) != UInt64(files.count) { problems.append("the serial is wrong") }
        // The same upload again does what is left.
        _ = try registry.collect()
        let again = try upload(2, to: registry)
        if let acknowledged, again.id != acknowledged.id { problems.append("uploaded again, it is another") }
        try check()
        return problems
    }

    @Test("by a power cut at any moment is there whole, or not at all")
    func powerCut() throws {
        let machine = SimulatedMachine(try Self.prepared())
        let moments = Mutex<[SimulatedMachine.State]>([])
        let registry = Self.open(machine.startProcess())
        machine.observe { state in moments.withLock { $0.append(state) } }
        let file = try Self.upload(2, to: registry)
        machine.observe(nil)
        let states = moments.withLock { $0 }
        #expect(states.count > 3)
        for (position, state) in states.enumerated() {
            for seed in 0..<UInt64(4) {
                #expect(try Self.problems(in: state.afterPowerCut(seed: seed), nil) == [], "moment \(position)")
            }
        }
        #expect(try Self.problems(in: machine.state.afterPowerCut(seed: 1), file) == [])
        registry.close()
    }

    @Test("by a call of the index that fails is there whole, or not at all")
    func failingCalls() throws {
        let prepared = try Self.prepared()
        var step = 0
        var failures = 0
        while true {
            let machine = SimulatedMachine(prepared)
            let process = machine.startProcess()
            let calls = Mutex(0)
            let failing = step
            let registry = Self.open(process) { (_) throws(StoreError) in
                let number = calls.withLock { calls in
                    defer { calls += 1 }
                    return calls
                }
                if number == failing { throw .noSpace(path: "index") }
            }
            let file = try? Self.upload(2, to: registry)
            machine.kill(process)
            if file == nil { failures += 1 }
            #expect(try Self.problems(in: machine.state, file) == [], "step \(step)")
            if calls.withLock({ $0 }) <= failing { break }
            step += 1
        }
        #expect(failures > 2)
    }
}
