import FixtureBuilders
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("A browser")
struct BrowserTests {
    private static let password = "correct horse battery"

    /// What packages say that want to be more than text.
    private static let hostile =
        "<script>alert(1)</script> \"onmouseover=alert(1) \u{202e}gpj.exe</td><img src=x onerror=alert(1)>"

    private static var root: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
            .standardizedFileURL
    }

    /// Everything that the pages' own tests in `Tests/Browser` want: registries, people, packages there and to come.
    private func prepare(_ site: Site) async throws {
        for path in ["acme/wheel-house", "acme/pypi", "other/secret"] { try await site.registry(path) }
        try await site.registry("acme/window", isPublic: true)
        try await site.user("ann", password: Self.password, role: "admin", on: "acme")
        try await site.user("root", password: Self.password)
        let parcels = ["0.9", "1.0", "1.1"].map {
            WheelBuilder("parcel", version: $0).header("Summary", "Carries parcels about").build()
        }
        let label = WheelBuilder("parcel_label", version: "1.0").build()
        let hostile = WheelBuilder("hostile", version: "1.0").header("Summary", Self.hostile).build()
        try await site.ingest(parcels + [label, hostile], into: "acme/window")
        try await site.ingest([parcels[1], label], into: "acme/wheel-house")
        let names = (0..<5).map { "part\($0)" } + ["dropped", "second", "plain"]
        let broken = WheelBuilder("broken", version: "1.0").metadata(version: "9").build()
        try site.machine.put(names.map { WheelBuilder($0, version: "1.0").build() } + [broken])
    }

    @Test("shows every page, and takes people from signing in to deleting what they published")
    func pages() async throws {
        let installer = Self.root.appendingPathComponent("Tools/test-browser/install").path
        let installed = try await RunningProcess([installer], environment: [:]).finished(600)
        try #require(installed.status == 0, "\(installed.errors)")
        let python = installed.output.trimmingCharacters(in: .whitespacesAndNewlines) + "/bin/python3"
        try await Site.with { site in
            try await prepare(site)
            // Nothing that installers find besides what the site has.
            let index = "\(site.url)/acme/window/pypi/simple/"
            let machine = site.machine.with([
                "SITE": site.url, "PASSWORD": Self.password, "DIST": site.machine.work.appending("dist").string,
                "SCREENSHOTS": Self.root.appendingPathComponent(".build/screenshots").path,
                "PYTHONDONTWRITEBYTECODE": "1", "PIP_INDEX_URL": index, "UV_DEFAULT_INDEX": index,
            ])
            let tests = FilePath(Self.root.appendingPathComponent("Tests/Browser").path)
            let outcome = try await machine.run([python, "-m", "unittest", "discover"], in: tests, limitSeconds: 900)
            #expect(outcome.status == 0, "\(outcome.errors)")
            // What was done by the pages says so.
            let audit = try await site.regadmin.succeed(["audit", "--json"])
            #expect(audit.output.contains("\"pages\""))
        }
    }
}
