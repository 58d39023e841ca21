import FixtureBuilders
import PythonPackaging

@testable import Archives
@testable import Inspection

/// The zip structure check, libarchive as a worker uses it, and the inspection of what it read, in one process.
enum ArchiveTarget: FuzzTarget {
    static let name = "archive"
    static let summary = "wheels and sdists, from their first byte to the report"

    /// How the bytes are to be taken, then the bytes.
    static var seeds: [[UInt8]] {
        let wheel = WheelBuilder("demo", version: "1.0").compression(.stored)
            .infoFile("entry_points.txt", "[console_scripts]\ndemo = demo:main\n").requires("other>=1; extra == 'x'")
        let sdist = SdistBuilder("demo", version: "1.0").tar { $0.append(.symlink("demo-1.0/link", to: "setup.py")) }
        let distributions = FixtureDistributions.all.map { ($0.filename.hasSuffix(".whl") ? UInt8(0) : 1, $0.bytes) }
        let own: [(UInt8, [UInt8])] = [(0, wheel.bytes), (1, sdist.bytes), (2, sdist.tar.bytes), (3, sdist.tar.bytes)]
        return (distributions + own).filter { $0.1.count < 60_000 }.map { [$0] + $1 }
    }

    // One thread fuzzes.
    nonisolated(unsafe) private static let names = NameLocale()

    static func run(_ input: [UInt8]) {
        guard let mode = input.first, input.count < 100_000, let names else { return }
        var bytes = Array(input.dropFirst())
        let filename: String
        switch mode & 3 {
        case 0: filename = "demo-1.0-py3-none-any.whl"
        case 1: filename = "demo-1.0.tar.gz"
        case 2: filename = "demo-1.0.tar"
        default:
            // The fuzzer never finds the right checksum.
            bytes = GzipBuilder.wrap(bytes, .stored)
            filename = "demo-1.0.tar.gz"
        }
        guard bytes.count <= 128 << 10, let parsed = try? DistributionFilename(filename) else { return }
        let policy = InspectionPolicy(
            mode: mode & 4 == 0 ? .require : .warn, profile: mode & 8 == 0 ? .legacy : .strict)
        var inspection = FileInspection(parsed, policy)
        if inspection.isStructureWanted { inspection.add(ZipStructure.check(bytes: bytes)) }
        guard inspection.isArchiveWanted else { return }
        do throws(ArchiveError) {
            _ = try inspection.take { () throws(ArchiveError) in try inspected(bytes, parsed, names) }
        } catch {
            demand(bytes.isEmpty, "the machine is said to be at fault: \(error)")
        }
        let report = inspection.report()
        demand(report.isRejected || report.listing != nil || policy.mode == .warn, "accepted without a listing")
        if let listing = report.listing {
            let again = try? ArchiveListing(decoding: listing.encoded())
            demand(again == listing, "a listing is not what it was encoded from")
        }
    }

    /// What a worker does with a request, without its process.
    private static func inspected(
        _ bytes: [UInt8], _ filename: DistributionFilename, _ names: NameLocale
    ) throws(ArchiveError) -> ArchiveWorkerPool.Inspection {
        let file = FileSource()
        file.begin(bytes: bytes)
        var archive = try OpenArchive.open(
            file, size: Int64(bytes.count), expected: filename.archiveFormat, limits: .standard, names: names)
        var members: [ArchiveMember] = []
        var extracted: [ArchiveWorkerPool.Extracted] = []
        while let member = try archive.nextMember() {
            members.append(member)
            guard member.kind == .file, !member.isEncrypted, extracted.count < 64 else { continue }
            var contents: [UInt8] = []
            try archive.readContents(of: member) { (block) throws(ArchiveError) in
                contents += block
                guard contents.count <= 4 << 20 else { throw .limitExceeded(.extractedMemberBytes, limit: 4 << 20) }
            }
            extracted.append(.init(path: member.path, bytes: contents))
        }
        let listing = ArchiveListing(format: archive.format, members: members)
        return .init(listing: listing, encodedListing: listing.encoded(), extracted: extracted)
    }
}
