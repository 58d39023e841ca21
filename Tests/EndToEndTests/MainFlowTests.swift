import FixtureBuilders
import Foundation
import SystemPackage
import Testing

@Suite("The main flow")
struct MainFlowTests {
    @Test("goes from ingest to an empty store", arguments: [false, true])
    func wholeLife(inLongSpelling isLong: Bool) throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            for file in FixtureDistributions.all { try workplace.add(file) }
            let ingest = ["ingest"] + (isLong ? ["directory"] : []) + [workplace.source.string]
            let verify = ["verify"] + (isLong ? ["checksums"] : [])

            let first = try regadmin.run(ingest)
            #expect(first.status == 0)
            #expect(first.output.contains("\ndefault/packages: 6 stored (9.6 KB), 0 present"))
            #expect(first.errors.contains("made a new store at \(workplace.store)"))
            let second = try regadmin.run(ingest)
            #expect(second.status == 0)
            #expect(second.output.hasSuffix("default/packages: 0 stored (0 B), 6 present\n"))
            #expect(second.errors.isEmpty)

            let list = try regadmin.expect(0, "list")
            #expect(list.output.split(separator: "\n").count == 6)
            let show = try regadmin.expect(0, "show", "fixture_orbit-2.1.0rc1-py3-none-any.whl")
            for fact in [
                "default/packages (private)", "Knows how long a year is", "tomli>=2", "pip install fixture-orbit",
            ] {
                #expect(show.output.contains(fact), "\(fact)")
            }
            let contents = try regadmin.expect(0, "contents", "fixture_greeting-1.0.0.tar.gz")
            #expect(contents.output.contains("  src/\n    fixture_greeting/\n      __init__.py"))
            let long = try regadmin.expect(0, "contents", "--long", "fixture_greeting-1.0.0.tar.gz")
            #expect(long.output.contains("-rw-r--r--"))
            let module = try regadmin.expect(
                0, "cat", "fixture_greeting-1.0.0-py3-none-any.whl", "fixture_greeting/__init__.py")
            #expect(module.output.contains("def greet"))

            let verified = try regadmin.run(verify)
            #expect(verified.status == 0)
            let total = FixtureDistributions.all.reduce(0) { $0 + $1.bytes.count }
            let thousands = "\(total / 1000) \(String(total % 1000 + 1000).dropFirst())"
            #expect(verified.output.contains(" \(thousands) bytes"))
            try regadmin.expect(0, "verify", "all")
            let deleted = try regadmin.expect(0, "delete", "fixture-orbit==2.1.0rc1", "--in", "default/packages")
            #expect(deleted.output.contains("deleted 2 files"))
            let plan = try regadmin.expect(0, "gc", "--dry-run")
            let collected = try regadmin.expect(0, "gc")
            // What a dry run says is what a run does.
            let planned = plan.output.split(separator: "\n")[0].dropFirst("would free".count).drop { $0 == " " }
            let freed = collected.output.split(separator: "\n")[0].dropFirst("freed".count).drop { $0 == " " }
            #expect(planned == freed)
            #expect(planned.hasPrefix("2 objects"))
            #expect(try workplace.blobFiles().count == 4)
            try regadmin.expect(0, "verify", "all")
            try regadmin.expect(0, "registry", "delete", "default/packages", "--force")
            try regadmin.expect(0, "gc")
            #expect(try workplace.blobFiles().isEmpty)
        }
    }

    @Test("finds a file by each of its digests")
    func digests() throws {
        try Workplace.withFixtures { workplace in
            let shown = try workplace.regadmin.expect(0, "show", "--json", "fixture_greeting-1.0.0.tar.gz")
            let event = try #require(try shown.events("details").first)
            let digests = try #require((event["file"] as? [String: Any])?["digests"] as? [String: String])
            for (name, key) in [("md5", "md5"), ("sha1", "sha1"), ("sha256", "sha256"), ("sha512", "sha512")] {
                let found = try workplace.regadmin.expect(0, "list", "--json", "\(name):\(digests[key] ?? "")")
                #expect(try found.events("file").map { $0["filename"] as? String } == ["fixture_greeting-1.0.0.tar.gz"])
            }
        }
    }

    @Test("is rehearsed by a dry run that makes nothing")
    func rehearsal() throws {
        try Workplace.with { workplace in
            for file in FixtureDistributions.all { try workplace.add(file) }
            try workplace.regadmin.expect(3, "ingest", "--dry-run", workplace.source.string)
            #expect(!FileManager.default.fileExists(atPath: workplace.store.string))
            try workplace.regadmin.expect(0, "org", "create", "acme")
            let outcome = try workplace.regadmin.expect(0, "ingest", "--dry-run", workplace.source.string)
            #expect(outcome.output.contains("6 would be stored"))
            try workplace.regadmin.expect(1, "registry", "show", "default/packages")
            #expect(try workplace.blobFiles().isEmpty)
        }
    }

    @Test("yanks, and takes it back in both spellings")
    func yank() throws {
        try Workplace.withFixtures { workplace in
            let regadmin = workplace.regadmin
            for undo in [["unyank"], ["yank", "--undo"]] {
                try regadmin.expect(0, "yank", "fixture-greeting==1.0.0", "--reason", "says goodbye")
                #expect(try regadmin.run("list", "fixture-greeting").output.contains("yanked"))
                #expect(try regadmin.run("show", "fixture_greeting-1.0.0.tar.gz").output.contains("says goodbye"))
                #expect(try regadmin.run(undo + ["fixture-greeting==1.0.0"]).status == 0)
                #expect(try !regadmin.run("list", "fixture-greeting").output.contains("yanked"))
            }
        }
    }

    @Test("exports what went in, byte for byte")
    func export() throws {
        try Workplace.withFixtures { workplace in
            let target = workplace.root.appending("out")
            try FileManager.default.createDirectory(atPath: target.string, withIntermediateDirectories: false)
            try workplace.regadmin.expect(0, "export", "default/packages", "--to", target.string)
            for file in FixtureDistributions.all {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: target.appending(file.filename).string))
                #expect(Array(bytes) == file.bytes)
            }
        }
    }

    @Test("backs up, restores, and brings back an index")
    func backup() throws {
        try Workplace.withFixtures { workplace in
            let regadmin = workplace.regadmin
            let backup = workplace.root.appending("backup").string
            let second = workplace.root.appending("second").string
            try regadmin.expect(0, "backup", backup)
            try regadmin.expect(0, "verify", "all", "--store", backup)
            // A backup is nothing to write to.
            try regadmin.expect(3, "ingest", workplace.source.string, "--store", backup)
            try regadmin.expect(0, "restore", backup, "--store", second)
            try regadmin.expect(0, "verify", "all", "--store", second)
            let original = try regadmin.expect(0, "list", "--json")
            let restored = try regadmin.expect(0, "list", "--json", "--store", second)
            #expect(original.output == restored.output)
        }
    }

    @Test("moves a project away only when it is asked for by that name")
    func wholeProjects() throws {
        try Workplace.withFixtures { workplace in
            let regadmin = workplace.regadmin
            try regadmin.expect(2, "delete", "fixture-legacy")
            try regadmin.expect(2, "delete", "default/packages")
            try regadmin.expect(0, "delete", "--project", "fixture-legacy", "--dry-run")
            #expect(try regadmin.run("list").output.split(separator: "\n").count == 6)
            try regadmin.expect(0, "delete", "--project", "fixture-legacy")
            let names = "fixture_orbit-2.1.0rc1.tar.gz\n# a remark\n\nfixture_orbit-2.1.0rc1-py3-none-any.whl\n"
            try regadmin.expect(0, "delete", "--from-file", "-", "--in", "default/packages", input: names)
            #expect(try regadmin.run("list").output.split(separator: "\n").count == 2)
        }
    }
}
