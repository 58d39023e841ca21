import FixtureBuilders
import Glibc
import SystemPackage
import Testing

@testable import Archives

@Suite("A batch of archives")
struct ArchiveWorkerPoolBatchTests {
    private let sound = (0..<40).map { TarBuilder([.init("d-\($0)/PKG-INFO", "Name: d\($0)\n")]).gzipped() }

    /// Where the archives of a batch are.
    enum Place: CaseIterable { case files, memory, both }

    @Test("is answered in its order, each archive with what is in it or wrong with it", arguments: Place.allCases)
    func order(place: Place) throws {
        let pool = ArchiveWorkerPool(testing: .standard)
        var archives = sound
        archives[3] = Array(sound[3].dropLast(4))
        archives[17] = Array("no archive".utf8)
        let results = try inspect(archives, in: place, with: pool)
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

    @Test("may hold archives that fill messages, and answers that fill the channel")
    func large() throws {
        let noise = (0..<ArchiveWorkerPool.mostBytesInMemory).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3 ^ $0) }
        let full = TarBuilder([.init("d-0/PKG-INFO", String(repeating: "Name: d\n", count: 400_000))]).gzipped()
        #expect(full.count < ArchiveWorkerPool.mostBytesInMemory)
        let pool = ArchiveWorkerPool(testing: .standard)
        let results = try inspect((0..<24).map { $0 % 2 == 0 ? noise : full }, in: .memory, with: pool)
        for (index, result) in results.enumerated() {
            if index % 2 == 0 {
                #expect(throws: ArchiveError.unsupportedFormat) { try result.get() }
            } else {
                #expect(try result.get().extracted.first?.bytes.count == 3_200_000)
            }
        }
    }

    @Test("survives the death of its worker", arguments: Place.allCases)
    func death(place: Place) throws {
        let pool = ArchiveWorkerPool(testing: .standard)
        let victim = try pool.shelf.lend { (worker) throws(ArchiveError) in worker.process }
        kill(victim, SIGKILL)
        let results = try inspect(sound, in: place, with: pool)
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
        _ archives: [[UInt8]], in place: Place = .files, with pool: ArchiveWorkerPool
    ) throws -> [Result<ArchiveWorkerPool.Inspection, ArchiveError>] {
        var opened: [FileDescriptor] = []
        defer { for file in opened { try? file.close() } }
        var batch: [ArchiveWorkerPool.Submission] = []
        for (index, archive) in archives.enumerated() {
            if place == .memory || place == .both && index % 3 != 0 {
                batch.append(.init(bytes: archive))
            } else {
                let file = try withFile(of: archive) { try $0.duplicate() }
                opened.append(file)
                batch.append(.init(file, size: Int64(archive.count)))
            }
        }
        var results: [Result<ArchiveWorkerPool.Inspection, ArchiveError>] = []
        pool.inspect(batch, extract: ["*/PKG-INFO"]) { index, result in
            #expect(index == results.count)
            results.append(result)
        }
        return results
    }
}
