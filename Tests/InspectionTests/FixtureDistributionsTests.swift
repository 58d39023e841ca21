import FixtureBuilders
import Glibc
import SystemPackage
import Testing

@Suite("The distributions in Fixtures")
struct FixtureDistributionsTests {
    private static let folder = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent()
        .appending("Fixtures/distributions")

    /// With `REGADMIN_WRITE_FIXTURES=1` in the environment the files are written first.
    @Test("are what the builders write, byte for byte", arguments: FixtureDistributions.all.map(\.filename))
    func areReproduced(filename: String) throws {
        let built = try #require(FixtureDistributions.all.first { $0.filename == filename })
        let path = Self.folder.appending(filename)
        if getenv("REGADMIN_WRITE_FIXTURES") != nil {
            mkdir(Self.folder.string, 0o755)
            let file = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead, .otherRead])
            try file.closeAfter { _ = try file.writeAll(built.bytes) }
        }
        let file = try FileDescriptor.open(path, .readOnly)
        let stored = try file.closeAfter {
            var bytes = [UInt8](repeating: 0, count: built.bytes.count + 1)
            let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0) }
            return Array(bytes.prefix(count))
        }
        #expect(stored == built.bytes)
    }
}
