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

    /// A package that is hostile wherever it can be.
    private static var hostilePackage: BuiltDistribution {
        WheelBuilder("hostile", version: "1.0").header("Summary", hostile)
            .header("Project-URL", "Homepage, javascript:alert(1)")
            .header("Project-URL", "<b>Source</b>, https://hostile.example/\"onmouseover=alert(1)")
            .header("Keywords", hostile).header("License", hostile)
            .header("Description-Content-Type", "text/markdown")
            .description(
                "# <script>alert(1)</script>\n\n[x](javascript:alert(1)) ![y](data:image/svg+xml,<svg/onload=alert(1)>)\n\n"
                    + "<img src=x onerror=alert(1)> `<script>` [a](https://a.example/\"onclick=alert(1))\n\n<iframe src=/>\n"
            )
            .file("hostile/page.html", "<script>alert(document.domain)</script>")
            .file("hostile/picture.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
            .file("hostile/<img src=x onerror=alert(1)>.txt", "x").file("hostile/a\u{202e}gpj.exe", "x").build()
    }

    /// A package that says what packages say.
    private static var described: BuiltDistribution {
        WheelBuilder("described", version: "1.0").metadataVersion("2.4")
            .header("Summary", "Says what there is to say").header("License-Expression", "MIT")
            .header("Requires-Python", ">=3.8").header("Author-email", "Ann <ann@described.example>")
            .header("Project-URL", "Homepage, https://described.example/")
            .header("Project-URL", "Source, https://code.example/described")
            .header("Classifier", "Development Status :: 5 - Production/Stable")
            .header("Classifier", "Programming Language :: Python :: 3")
            .requires("parcel>=1", "elsewhere[fast]>=2,<3; python_version < '3.12'")
            .header("Description-Content-Type", "text/markdown")
            .description(
                "# Described\n\nA package with a [link](https://described.example/docs), `code` and *words*.\n\n"
                    + "## Use\n\n```python\nimport described\ndescribed.run(\"a line that is longer than a telephone is wide\")\n"
                    + "```\n\n- one\n- two\n  - three\n\n> Said by somebody.\n\n| option | meaning |\n|---|---|\n| `-a` | all |\n"
                    + "| `-b` | both |\n"
            )
            .file("described/data/note.txt", "a note\n").file("described/data/more/deep.toml", "x = 1\n").build()
    }

    /// A package with more members than a page shows.
    private static var many: BuiltDistribution {
        var wheel = WheelBuilder("many", version: "1.0")
        for number in 0..<450 { wheel = wheel.file("many/module\(number).py", "x = \(number)\n") }
        return wheel.build()
    }

    private static var root: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
            .standardizedFileURL
    }

    /// Everything that the pages' own tests in `Tests/Browser` want: registries, people, packages there and to come.
    private func prepare(_ site: Site) async throws {
        for path in ["acme/wheel-house", "acme/pypi", "other/secret"] { try await site.registry(path) }
        try await site.registry("acme/window", isPublic: true)
        try await site.user("ann", password: Self.password, role: "admin", on: "acme")
        try await site.user("root", password: Self.password, isSiteAdministrator: true)
        let parcels = ["0.9", "1.0", "1.1"].map {
            WheelBuilder("parcel", version: $0).header("Summary", "Carries parcels about").build()
        }
        let label = WheelBuilder("parcel_label", version: "1.0").build()
        let packages = [Self.hostilePackage, Self.described, Self.many]
        try await site.ingest(parcels + [label] + packages, into: "acme/window")
        let doomed = WheelBuilder("doomed", version: "1.0").build()
        try await site.ingest([parcels[1], label, doomed], into: "acme/wheel-house")
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
