import Foundation
import Testing

/// The package clients that `Tools/test-clients/install` put outside the checkout.
struct InstalledClients {
    /// The directory that the installer printed.
    let directory: String

    /// pip, uv, twine, poetry, pdm, hatch, flit, pypi-simple and the build backends of today.
    var newest: String { directory + "/newest" }
    /// A pip of 2021, a twine that skips what exists in any registry, and a setuptools of their time.
    var old: String { directory + "/old" }
    /// What pip needs to build an sdist without asking an index.
    var wheels: String { directory + "/wheels" }

    /// Which pip an environment has.
    enum Pip: String, CaseIterable, CustomTestStringConvertible {
        case newest
        case old
        var testDescription: String { self == .newest ? "the newest pip" : "a pip of 2021" }
    }

    /// What the installer said; it is quick where everything is there, so a run of one test needs no preparation.
    static func all() throws -> InstalledClients { try found.get() }

    private struct NotInstalled: Error { let complaint: String }

    private static let found = Result<InstalledClients, any Error> {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
        let installer = root.standardizedFileURL.appendingPathComponent("Tools/test-clients/install").path
        let outcome = try RunningProcess([installer], environment: [:]).wait(600)
        guard outcome.status == 0 else { throw NotInstalled(complaint: outcome.errors) }
        return InstalledClients(directory: outcome.output.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
