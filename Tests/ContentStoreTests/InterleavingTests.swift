import Foundation
import Testing

@testable import ContentStore

@Suite("Several processes at once")
struct InterleavingTests {
    /// REGADMIN_SEED=N runs that one alone.
    private static let only = ProcessInfo.processInfo.environment["REGADMIN_SEED"].flatMap { UInt64($0) }

    @Test("lose nothing and leave nothing, in whatever order they run and wherever they die", arguments: 0..<4)
    func seeds(part: Int) throws {
        let count: UInt64 = isLongRun ? 50_000 : 125
        for number in 0..<count {
            let seed = Self.only ?? number * 4 + UInt64(part)
            let problems = try Interleaving(seed: seed).problems()
            #expect(problems.isEmpty, "REGADMIN_SEED=\(seed)")
            if !problems.isEmpty || Self.only != nil { return }
        }
    }
}
