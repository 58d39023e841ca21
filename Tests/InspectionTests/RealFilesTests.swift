import Archives
import FixtureBuilders
import Foundation
import Inspection
import PythonPackaging
import SystemPackage
import Testing

/// A folder of distributions that pip installs; there is none unless the environment names one.
private let realFiles = ProcessInfo.processInfo.environment["REGADMIN_REAL_FILES"]

@Suite("Real distributions", .enabled(if: realFiles != nil))
struct RealFilesTests {
    @Test("pass the legacy profile")
    func pass() throws {
        let folder = try #require(realFiles)
        var strictRefusals: [String: Int] = [:]
        var warnings: [String: Int] = [:]
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        where DistributionFilename.looksLikeDistribution(name) {
            let file = try FileDescriptor.open(FilePath(folder).appending(name), .readOnly)
            try file.closeAfter {
                let size = try file.seek(offset: 0, from: .end)
                let filename = try DistributionFilename(name)
                let legacy = try inspector.inspect(
                    file, size: size, filename: filename, policy: InspectionPolicy(depth: .contents))
                let refusals = legacy.refusals
                #expect(refusals.isEmpty, "\(name)")
                let hasMetadata = legacy.metadata != nil
                #expect(hasMetadata, "\(name)")
                for rule in Set(legacy.findings.map(\.rule)) { warnings[rule, default: 0] += 1 }
                let strict = try inspector.inspect(
                    file, size: size, filename: filename, policy: InspectionPolicy(profile: .strict))
                for rule in Set(strict.refusals.map(\.rule)) { strictRefusals[rule, default: 0] += 1 }
                count += 1
            }
        }
        #expect(count > 0)
        print("\(count) files; warnings \(warnings); refused by strict \(strictRefusals)")
    }
}
