import FixtureBuilders
import Foundation
import SystemPackage
import Testing

@Suite("The output")
struct OutputTests {
    @Test("is JSON lines with schema and event for every command")
    func json() throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            for file in FixtureDistributions.all { try workplace.add(file) }
            let backup = workplace.root.appending("backup").string
            let commands = [
                ["ingest", workplace.source.string], ["list"], ["show", "fixture_greeting-1.0.0.tar.gz"],
                ["contents", "fixture_greeting-1.0.0.tar.gz"], ["verify", "all"], ["verify"], ["verify", "index"],
                ["stats"],
                ["doctor"], ["org", "list"], ["org", "show", "default"], ["registry", "list"],
                ["registry", "show", "default/packages"], ["registry", "create", "a/b"], ["registry", "delete", "a/b"],
                ["yank", "fixture-legacy==0.9"], ["unyank", "fixture-legacy==0.9"],
                ["export", "fixture-legacy", "--to", workplace.root.string], ["delete", "fixture-legacy==0.9"],
                ["gc", "--dry-run"], ["gc"], ["backup", backup],
                ["restore", backup, "--store", workplace.root.appending("second").string], ["restore", "--index"],
                ["show", "absent-1.0.tar.gz"],
            ]
            for command in commands {
                let outcome = try regadmin.run(command + ["--json"])
                let events = try outcome.events()
                #expect(!events.isEmpty, "\(command)")
                for event in events {
                    #expect(event["schema"] as? Int == 1 && event["event"] is String, "\(command): \(event)")
                }
            }
            let failure = try #require(try regadmin.run("show", "absent-1.0.tar.gz", "--json").events("error").first)
            #expect(failure["exit_status"] as? Int == 1)
        }
    }

    @Test("of show has a long licence by its first line, and the install command in sight")
    func longLicense() throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            let text = "Terms\n" + (0..<40).map { "        line \($0)" }.joined(separator: "\n")
            let file = try workplace.add(WheelBuilder("demo", version: "1.0").header("License", text).build())
            try regadmin.expect(0, "ingest", file.string)
            let shown = try regadmin.expect(0, "show", "demo")
            #expect(shown.output.contains("Terms (and 40 more lines: see --json)\n"), "\(shown.output)")
            #expect(shown.output.contains("Install ") && !shown.output.contains("line 39"))
            let details = try #require(try regadmin.expect(0, "show", "demo", "--json").events().first)
            #expect((details["license"] as? String)?.hasSuffix("line 39") == true)
        }
    }

    @Test("has results on standard output, and nothing on standard error when all is well")
    func streams() throws {
        try Workplace.withFixtures { workplace in
            for command in [["list"], ["verify", "all"], ["gc"], ["stats"], ["ingest", workplace.source.string]] {
                let outcome = try workplace.regadmin.run(command)
                #expect(outcome.status == 0)
                #expect(!outcome.output.isEmpty)
                #expect(outcome.errors.isEmpty, "\(command): \(outcome.errors)")
            }
            try workplace.add(BuiltDistribution(filename: "broken-1.0-py3-none-any.whl", bytes: [1, 2, 3]))
            let outcome = try workplace.regadmin.run("ingest", workplace.source.string)
            #expect(outcome.status == 1)
            #expect(!outcome.output.contains("broken"))
            #expect(outcome.errors.contains("broken-1.0-py3-none-any.whl: not stored: "))
            let quiet = try workplace.regadmin.run("ingest", "--quiet", workplace.source.string)
            #expect(quiet.output == "default/packages: 0 stored (0 B), 6 present, 1 refused\n")
        }
    }

    @Test(
        "shows progress on a terminal and clears it away, and none of it in a pipe", .enabled(if: python != nil),
        arguments: [
            (["ingest", "DIST"], "/40 files", "40 stored"), (["verify"], "/20 blobs", "20 of 20 blobs"),
            (["verify", "all"], "/20 blobs", "20 of 20 blobs"), (["gc"], "/20 objects", "reclaimable"),
            (["backup", "COPY"], "/20 blobs", "present"),
            (["restore", "KEPT", "--store", "NEW"], "/20 blobs", "present"),
            (["restore", "--index"], "restore index  ", "adopted"),
        ])
    func terminal(words: [String], progress: String, result: String) throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            try workplace.addWheels(40, paddingBytes: 200_000)
            if words[0] != "ingest" {
                try regadmin.expect(0, "ingest", workplace.source.string, "--quiet")
                let half = (0..<20).map { "demo\($0)==1.0" }.joined(separator: "\n")
                try regadmin.expect(0, "delete", "--from-file", "-", input: half)
                if words[0] != "gc" { try regadmin.expect(0, "gc") }
                try regadmin.expect(0, "backup", workplace.root.appending("KEPT").string)
            }
            let places = ["DIST": workplace.source, "COPY": workplace.root.appending("COPY")]
            let words = words.map { word in
                word.allSatisfy(\.isUppercase) ? (places[word] ?? workplace.root.appending(word)).string : word
            }
            let script = """
                import os, pty, sys
                def read(fd):
                    data = os.read(fd, 65536)
                    os.write(2, data)
                    return data
                sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], read)))
                """
            let process = try RunningProcess(
                [try #require(Self.python), "-c", script, Regadmin.executable] + words,
                environment: ["REGADMIN_STORE": workplace.store.string])
            let outcome = try process.wait()
            #expect(outcome.status == 0, "\(outcome)")
            let screen = outcome.errors
            #expect(screen.contains("\r\u{1B}[K"))
            #expect(screen.contains(progress), "\(screen.debugDescription)")
            // The last thing said is the result, and no progress after it.
            let last = screen.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
            #expect(last.contains(result) && !last.contains(progress), "\(last.debugDescription)")
            // Once more, into files.
            if words[0] == "restore" { return }
            let piped = try regadmin.run(words)
            #expect(piped.status == 0)
            #expect(!piped.errors.contains("\r") && !piped.errors.contains("\u{1B}"), "\(piped.errors)")
        }
    }

    @Test("has no control characters of an archive's names")
    func hostileNames() throws {
        try Workplace.with { workplace in
            let evil = "demo-1.0/\u{1B}[31mred\u{1B}]0;title\u{7}"
            let bidi = "demo-1.0/\u{202E}gpj.exe"
            let sdist = SdistBuilder("demo", version: "1.0").tar { tar in
                tar.append(TarBuilder.Entry(evil, "x"))
                tar.append(TarBuilder.Entry(bidi, "y"))
                tar.append(TarBuilder.Entry(rawName: Array("demo-1.0/".utf8) + [0xFF, 0xFE], bytes: [1]))
            }.build()
            try workplace.add(sdist)
            // Whatever inspection says of such names, they are to be shown safely.
            let ingest = try workplace.regadmin.run("ingest", "--inspect", "off", workplace.source.string)
            #expect(ingest.status == 0)
            for words in [["contents"], ["contents", "--long"]] {
                let contents = try workplace.regadmin.run(words + [sdist.filename])
                #expect(contents.status == 0)
                #expect(!contents.output.contains("\u{1B}") && !contents.output.contains("\u{202E}"))
                #expect(contents.output.contains(#"\u{1B}[31mred"#), "\(contents.output)")
                #expect(contents.output.contains(#"\u{202E}gpj.exe"#))
                #expect(contents.output.contains(#"\xFF\xFE"#))
            }
            let required = try workplace.regadmin.run("ingest", "--into", "a/b", workplace.source.string)
            #expect(!required.errors.contains("\u{1B}") && !required.output.contains("\u{1B}"))
        }
    }

    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
}
