import PythonPackaging

@testable import Archives
@testable import Inspection

/// What is in the members of a wheel or an sdist, without the archive around them, whose checksums stop most mutations.
enum MembersTarget: FuzzTarget {
    static let name = "members"
    static let summary = "METADATA, WHEEL, RECORD, entry points and PKG-INFO, and members of any names and kinds"

    /// A first byte, then path and contents of each member in turn, with this byte between, which is in no text.
    private static let separator: UInt8 = 0xFF

    static var seeds: [[UInt8]] {
        let metadata =
            "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\nRequires-Dist: x>1; extra == 'y'\nProvides-Extra: y\n\nText"
        let wheel = [
            "demo/__init__.py", "x = 1\n", "demo-1.0.dist-info/METADATA", metadata, "demo-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            "demo-1.0.dist-info/entry_points.txt", "[console_scripts]\ndemo = demo:main [y]\n",
            "demo-1.0.dist-info/RECORD",
            "demo/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,6\n\"demo-1.0.dist-info/RECORD\",,\n",
        ]
        let sdist = [
            "demo-1.0/PKG-INFO", metadata, "demo-1.0/demo.egg-info/PKG-INFO", metadata, "demo-1.0/setup.py", "",
        ]
        return [(0, wheel), (1, sdist)].map { (mode: Int, members: [String]) in
            [UInt8(mode)] + Array(members.map { Array($0.utf8) }.joined(separator: [separator]))
        }
    }

    static func run(_ input: [UInt8]) {
        guard let mode = input.first,
            let filename = try? DistributionFilename(mode & 1 == 0 ? "demo-1.0-py3-none-any.whl" : "demo-1.0.tar.gz")
        else { return }
        let pieces = input.dropFirst().split(separator: separator, maxSplits: 200, omittingEmptySubsequences: false)
        var members: [ArchiveMember] = []
        var extracted: [ArchiveWorkerPool.Extracted] = []
        for (path, contents) in zip(pieces, pieces.dropFirst()).enumerated().filter({ $0.offset % 2 == 0 }).map(
            \.element)
        {
            // A last character that no path of interest has chooses another kind.
            let kind: ArchiveMember.Kind =
                switch path.last {
                case UInt8(ascii: "/"): .directory
                case UInt8(ascii: "@"): .symlink
                case UInt8(ascii: "="): .hardLink
                case UInt8(ascii: "%"): .other
                default: .file
                }
            let target = kind == .symlink || kind == .hardLink ? Array(contents) : []
            members.append(
                ArchiveMember(path: Array(path), kind: kind, size: Int64(contents.count), linkTarget: target))
            if kind == .file { extracted.append(.init(path: Array(path), bytes: Array(contents))) }
        }
        let listing = ArchiveListing(format: mode & 1 == 0 ? .zip : .tarGzip, members: members)
        for profile in InspectionProfile.allCases {
            var inspection = FileInspection(filename, InspectionPolicy(profile: profile, checksContents: true))
            do throws(ArchiveError) {
                _ = try inspection.take { () throws(ArchiveError) in
                    .init(listing: listing, encodedListing: listing.encoded(), extracted: extracted)
                }
            } catch {
                fatalError("nothing was read that could fail: \(error)")
            }
            let report = inspection.report()
            // Old sdists may lack it.
            let needsMetadata = filename.isWheel || profile == .strict
            demand(report.isRejected || report.metadata != nil || !needsMetadata, "accepted without metadata")
        }
    }
}
