import FixtureBuilders
import Foundation
import Glibc
import SystemPackage
import Testing

/// File systems of their own, mounted for one test.
enum Mount {
    struct NotPossible: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs `body` with a new file system of `bytes` at `path`.
    static func withMemory(_ bytes: Int, at path: FilePath, _ body: () throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        guard mount("none", path.string, "tmpfs", 0, "size=\(bytes)") == 0 else {
            throw NotPossible(description: "mounting a tmpfs needs root: \(String(cString: strerror(errno)))")
        }
        defer { umount2(path.string, Int32(MNT_DETACH)) }
        try body()
    }

    /// Whether file systems that share extents can be made here.
    static let hasImages: Bool = {
        let kinds = (try? String(contentsOfFile: "/proc/filesystems", encoding: .utf8)) ?? ""
        return geteuid() == 0 && kinds.contains("\txfs\n") && access("/dev/loop-control", W_OK) == 0
    }()

    /// Runs `body` with a new XFS at `path`, the smallest there is, in a file beside it.
    static func withXFS(at path: FilePath, _ body: () throws -> Void) throws {
        let image = "\(path).image"
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        for words in [
            ["truncate", "--size=300M", image], ["mkfs.xfs", "-q", image], ["mount", "-o", "loop", image, path.string],
        ] {
            let outcome = try RunningProcess(["/usr/bin/env"] + words, environment: [:]).wait()
            guard outcome.status == 0 else { throw NotPossible(description: "\(words): \(outcome)") }
        }
        // With the image as well, whose loop device goes with the last user.
        defer { umount2(path.string, Int32(MNT_DETACH)) }
        try body()
    }

    /// Lets nobody write below `path` any more, or again.
    static func setReadOnly(_ isReadOnly: Bool, _ path: FilePath) throws {
        let flags = UInt(MS_REMOUNT) | (isReadOnly ? UInt(MS_RDONLY) : 0)
        guard mount("none", path.string, "tmpfs", flags, nil) == 0 else {
            throw NotPossible(description: "remounting: \(String(cString: strerror(errno)))")
        }
    }
}

@Suite("The place of a store", .serialized)
struct PlaceTests {
    private static let isRoot = geteuid() == 0

    @Test("that is full loses nothing, and gc works there", .enabled(if: isRoot, "mounting needs root"))
    func fullDisk() throws {
        try Workplace.with { workplace in
            let names = try workplace.addWheels(65, paddingBytes: 2_000_000)
            let disk = workplace.root.appending("disk")
            try Mount.withMemory(200 << 20, at: disk) {
                let regadmin = Regadmin(store: disk.appending("store"))
                let first = try regadmin.run("ingest", workplace.source.string, "--json")
                #expect(first.status == 7, "\(first.errors)")
                let stored = try first.events("stored").compactMap { $0["filename"] as? String }
                #expect(stored.count > 10 && stored.count < names.count)
                #expect(first.errors.contains("free") || first.errors.contains("space"))
                // Now really full, down to the last page.
                let filler = disk.appending("filler").string
                try Data().write(to: URL(fileURLWithPath: filler))
                let handle = try #require(FileHandle(forWritingAtPath: filler))
                while (try? handle.write(contentsOf: Data(count: 1 << 20))) != nil {}
                while (try? handle.write(contentsOf: Data(count: 4096))) != nil {}

                try regadmin.expect(0, "verify", "all")
                let list = try regadmin.expect(0, "list", "--json")
                let present = Set(try list.events("file").compactMap { $0["filename"] as? String })
                #expect(Set(stored).isSubset(of: present))
                try regadmin.expect(7, "ingest", workplace.source.string, "-q")
                // The way out: delete where that is possible, and collect.
                let deletion = try regadmin.run("delete", stored[0], stored[1], "--in", "default/packages")
                #expect(deletion.status == 0 || deletion.status == 7, "\(deletion.errors)")
                try regadmin.expect(0, "gc")
                try regadmin.expect(0, "delete", stored[2], stored[3], "--in", "default/packages")
                let freed = try regadmin.expect(0, "gc", "--json")
                let removed = try #require(try freed.events("summary").first?["removed"] as? [String: Any])
                #expect(removed["objects"] as? Int == 2)
                try regadmin.expect(0, "verify", "all")
            }
        }
    }

    @Test("that cannot be written is read all the same", .enabled(if: isRoot, "mounting needs root"))
    func readOnly() throws {
        try Workplace.with { workplace in
            for file in FixtureDistributions.all { try workplace.add(file) }
            let disk = workplace.root.appending("disk")
            try Mount.withMemory(200 << 20, at: disk) {
                let regadmin = Regadmin(store: disk.appending("store"))
                try regadmin.expect(0, "ingest", workplace.source.string)
                try Mount.setReadOnly(true, disk)
                for words in [["ingest", workplace.source.string], ["gc"], ["delete", "fixture-legacy==0.9"]] {
                    let outcome = try regadmin.run(words)
                    #expect(outcome.status == 3, "\(words): \(outcome)")
                    #expect(outcome.errors.hasPrefix("regadmin: \(regadmin.store): "), "\(outcome.errors)")
                }
                #expect(try regadmin.expect(0, "list").output.split(separator: "\n").count == 6)
                try regadmin.expect(0, "cat", "fixture_greeting-1.0.0.tar.gz", "fixture_greeting-1.0.0/PKG-INFO")
                try regadmin.expect(0, "verify")
                try regadmin.expect(0, "verify", "all")
                try Mount.setReadOnly(false, disk)
            }
        }
    }

    @Test("that can share extents has no copy of a large file", .enabled(if: Mount.hasImages, "needs root and XFS"))
    func sharedExtents() throws {
        try Workplace.with { workplace in
            let disk = workplace.root.appending("disk")
            try Mount.withXFS(at: disk) {
                let source = disk.appending("source")
                try FileManager.default.createDirectory(atPath: source.string, withIntermediateDirectories: false)
                let wheel = WheelBuilder("large", version: "1.0").compression(.stored)
                    .file("large/data.bin", [UInt8](repeating: 7, count: 3 << 20)).build()
                let path = source.appending(wheel.filename).string
                try Data(wheel.bytes).write(to: URL(fileURLWithPath: path))
                let regadmin = Regadmin(store: disk.appending("store"))
                try regadmin.expect(0, "ingest", source.string)
                let blob = try #require(try Workplace.blobNames(of: regadmin.store).first)
                let extents = try RunningProcess(
                    ["/usr/bin/env", "filefrag", "-v", "\(regadmin.store)/blobs/\(blob)"], environment: [:]
                ).wait()
                #expect(extents.output.contains("shared"), "\(extents)")
                // Only the extents are the same: what becomes of the source is not the store's concern.
                let handle = try #require(FileHandle(forWritingAtPath: path))
                try handle.write(contentsOf: Data(count: 1 << 20))
                try handle.close()
                try regadmin.expect(0, "verify", "all")
            }
        }
    }

    @Test("of a newer release is refused with the features it uses", arguments: ["incompat", "ro_compat", "format"])
    func newer(key: String) throws {
        try Workplace.withFixtures { workplace in
            let path = URL(fileURLWithPath: workplace.store.appending("FORMAT").string)
            var format = try #require(
                try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
            format[key] = key == "format" ? 2 as Any : ["striped-blobs"] as Any
            try JSONSerialization.data(withJSONObject: format).write(to: path)
            let outcome = try workplace.regadmin.expect(3, "ingest", workplace.source.string)
            #expect(outcome.errors.contains(key == "format" ? "format 2" : "striped-blobs"))
            #expect(outcome.errors.contains("use the release that wrote it"))
            // What only writers must know does not keep readers out.
            try workplace.regadmin.expect(key == "ro_compat" ? 0 : 3, "list")
        }
    }

    @Test("that is no store at all is left alone")
    func notAStore() throws {
        try Workplace.with { workplace in
            let path = workplace.root.appending("precious")
            try Data("mine".utf8).write(to: URL(fileURLWithPath: path.string))
            let outcome = try workplace.regadmin.run(
                "ingest", workplace.source.string, "--store", path.string)
            #expect(outcome.status == 3 || outcome.status == 2, "\(outcome)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: path.string)) == Data("mine".utf8))
        }
    }
}
