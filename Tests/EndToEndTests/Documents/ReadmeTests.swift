import Foundation
import SystemPackage
import Testing

@Suite("The README")
struct ReadmeTests {
    /// The shell commands below a heading, up to the next heading of its level, as one script.
    private static func commands(below heading: String) throws -> String {
        let text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let start = try text.range(of: "\n## \(heading)\n").required("no heading \(heading)")
        var lines: [Substring] = []
        var isInside = false
        for line in text[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("## ") { break }
            if line.hasPrefix("```") { isInside = line == "```sh" } else if isInside { lines.append(line) }
        }
        return lines.joined(separator: "\n")
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../..").standardizedFileURL

    @Test("takes a newcomer from nothing to pip install, in three dialects, as it stands")
    func fromNothing() async throws {
        try await Site.with { site in
            // The launcher would build the program; the server is the test's, on a port that is free.
            let script = try Printed.filledIn(
                try Self.commands(below: "From nothing to `pip install`"),
                [
                    "Tools/regadmin serve &\n": "", "Tools/regadmin": Regadmin.executable,
                    "http://127.0.0.1:8080": site.url, "@127.0.0.1:8080": "@\(site.url.dropFirst("http://".count))",
                ])
            let machine = try await site.machine.activated().with(["REGADMIN_STORE": site.workplace.store.string])
            let outcome = try await machine.shell(script, in: FilePath(Self.root.path))
            #expect(outcome.status == 0, "\(outcome)")
            for project in ["fixture-greeting-1.0.0", "fixture-orbit-2.1.0rc1"] {
                #expect(outcome.output.contains("Successfully installed \(project)"), "\(outcome)")
            }
            #expect(
                try await site.filenames(in: "acme/pypi") == [
                    "fixture_greeting-1.0.0-py3-none-any.whl", "fixture_greeting-1.0.0.tar.gz",
                    "fixture_orbit-2.1.0rc1-py3-none-any.whl",
                ])
        }
    }
}
