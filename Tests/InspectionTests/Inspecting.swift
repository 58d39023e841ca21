import Archives
import FixtureBuilders
import Foundation
import PythonPackaging
import SystemPackage
import Testing

@testable import Inspection

/// An inspector whose workers are the `regadmin` that was built along with the tests; it lies beside the test bundle.
let inspector: Inspector = {
    let executable = FilePath(
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    ).appending("regadmin")
    return Inspector(pool: ArchiveWorkerPool(executable: executable, workers: 2))
}()

/// Inspects a distribution as a file of that name, unlinked as soon as it is open.
func inspect(_ distribution: BuiltDistribution, _ policy: InspectionPolicy) throws -> InspectionReport {
    let path = FilePath("/tmp/regadmin-inspection-\(UUID().uuidString)")
    let file = try FileDescriptor.open(
        path, .readWrite, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
    return try file.closeAfter {
        unlink(path.string)
        try file.writeAll(distribution.bytes)
        return try inspector.inspect(
            file, size: Int64(distribution.bytes.count), filename: DistributionFilename(distribution.filename),
            policy: policy)
    }
}

/// A distribution with one thing wrong, and what the profiles make of it.
struct Faulty: Sendable, CustomTestStringConvertible {
    let what: String
    let rule: String
    /// Whether the legacy profile takes the file, with or without a warning.
    let isFineForLegacy: Bool
    let distribution: BuiltDistribution

    var testDescription: String { what }

    init(_ what: String, _ rule: String, fineForLegacy: Bool = false, _ wheel: WheelBuilder) {
        self.init(what, rule, fineForLegacy: fineForLegacy, wheel.build())
    }

    init(_ what: String, _ rule: String, fineForLegacy: Bool = false, _ sdist: SdistBuilder) {
        self.init(what, rule, fineForLegacy: fineForLegacy, sdist.build())
    }

    init(_ what: String, _ rule: String, fineForLegacy: Bool = false, _ distribution: BuiltDistribution) {
        self.what = what
        self.rule = rule
        isFineForLegacy = fineForLegacy
        self.distribution = distribution
    }
}
