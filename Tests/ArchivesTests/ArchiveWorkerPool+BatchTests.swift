import FixtureBuilders
import Glibc
import SystemPackage
import Testing

@testable import Archives

@Suite("A batch of archives")
struct ArchiveWorkerPoolBatchTests {
    private let sound = (0..<40).map { TarBuilder([.init("d-\($0)/PKG-INFO", "Name: d\($0)\n")]).gzipped() }

    @Test("is answered in its order, each archive with what is in it or wrong with it")
    func order() throws {
        let pool = ArchiveWorkerPool(testing: .standard)
        var archives = sound
        archives[3] = Array(sound[3].dropLast(4))
        archives[17] = Array("no archive".utf8)
        let results = try inspect(archives, with: pool)
        #expect(results.count == 40)
        for (index, result) in results.enumerated() {
            switch index {
            case 3: #expect(throws: ArchiveError.truncated) { try result.get() }
            case 17: #expect(throws: ArchiveError.unsupportedFormat) { try result.get() }
            default: #expect(try result.get().extracted.map(\.bytes) == [Array("Name: d\(index)\n".utf8)])
            }
        }
        #expect(try inspect([], with: pool).isEmpty)
    }

    @Test("survives the death of its worker")
    func death() throws {
        let pool = ArchiveWorkerPool(testing: .standard)
        let victim = try pool.shelf.lend { (worker) throws(ArchiveError) in worker.process }
        kill(victim, SIGKILL)
        let results = try inspect(sound, with: pool)
        #expect(results.allSatisfy { (try? $0.get())?.listing.fileCount == 1 })
    }

    @Test("blames the archive that takes too long, and no other")
    func blame() throws {
        var limits = ArchiveLimits.standard
        limits.cpuTime = .milliseconds(300)
        limits.expansionRatio = 10_000
        limits.expandedBytes = 1 << 40
        let pool = ArchiveWorkerPool(testing: limits)
        var header = TarBuilder.Entry("a")
        header.claimedSize = 6 << 30
        var gzip = GzipBuilder()
        gzip.append(Array(TarBuilder([header]).bytes.prefix(512)))
        gzip.appendRun(of: 0, count: 6 << 30)
        var archives = Array(sound[..<12])
        archives[5] = gzip.finish()
        let results = try inspect(archives, with: pool)
        for (index, result) in results.enumerated() {
            if index == 5 {
                #expect(throws: ArchiveError.timedOut) { try result.get() }
            } else {
                #expect(try result.get().listing.fileCount == 1)
            }
        }
    }

    private func inspect(
        _ archives: [[UInt8]], with pool: ArchiveWorkerPool
    ) throws -> [Result<ArchiveWorkerPool.Inspection, ArchiveError>] {
        var files: [ArchiveWorkerPool.Submission] = []
        defer { for file in files { try? file.descriptor.close() } }
        for archive in archives {
            try withFile(of: archive) { files.append(.init(try $0.duplicate(), size: Int64(archive.count))) }
        }
        return pool.inspect(files, extract: ["*/PKG-INFO"])
    }
}
