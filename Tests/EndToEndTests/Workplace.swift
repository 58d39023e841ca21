import FixtureBuilders
import Foundation
import SystemPackage
import TestSupport
import Testing

/// A temporary directory with room for a store and for source files.
struct Workplace {
    let root: FilePath
    let regadmin: Regadmin

    var store: FilePath { root.appending("store") }
    var source: FilePath { root.appending("dist") }

    /// Runs `body` in a new workplace, which is removed afterwards.
    static func with<Result>(_ body: (Workplace) throws -> Result) throws -> Result {
        try withTemporaryDirectory { root in
            let workplace = Workplace(root: root, regadmin: Regadmin(store: root.appending("store")))
            try FileManager.default.createDirectory(
                atPath: workplace.source.string, withIntermediateDirectories: false)
            return try body(workplace)
        }
    }

    /// The same with the fixture distributions in the store.
    static func withFixtures<Result>(_ body: (Workplace) throws -> Result) throws -> Result {
        try with { workplace in
            for file in FixtureDistributions.all { try workplace.add(file) }
            try workplace.regadmin.expect(0, "ingest", workplace.source.string, "--quiet")
            return try body(workplace)
        }
    }

    /// Puts a distribution among the source files; answers its path.
    @discardableResult
    func add(_ file: BuiltDistribution, as name: String? = nil) throws -> FilePath {
        let path = source.appending(name ?? file.filename)
        try Data(file.bytes).write(to: URL(fileURLWithPath: path.string))
        return path
    }

    /// Small wheels of their own, all different; answers their filenames.
    @discardableResult
    func addWheels(_ count: Int, prefix: String = "demo", paddingBytes: Int = 0) throws -> [String] {
        var names: [String] = []
        for number in 0..<count {
            var wheel = WheelBuilder("\(prefix)\(number)", version: "1.0").compression(.stored)
            if paddingBytes > 0 {
                wheel = wheel.file(
                    "\(prefix)\(number)/data.bin",
                    [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: paddingBytes))
            }
            let built = wheel.build()
            try add(built)
            names.append(built.filename)
        }
        return names
    }

    /// The files of the store's blobs.
    func blobFiles() throws -> [FilePath] {
        try Self.blobNames(of: store).sorted().map { store.appending("blobs").appending($0) }
    }

    /// The same below `blobs` of any store, in no order.
    static func blobNames(of store: FilePath) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: store.appending("blobs").string)
            .filter { $0.utf8.count > 64 }
    }

    /// The file of the blob with this SHA-256.
    func blobFile(_ digest: String) throws -> FilePath? {
        try blobFiles().first { $0.lastComponent?.string.hasPrefix(digest) ?? false }
    }
}
