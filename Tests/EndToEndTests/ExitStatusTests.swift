import FixtureBuilders
import Foundation
import SystemPackage
import Testing

@Suite("The exit status")
struct ExitStatusTests {
    @Test("is 0 for help, version and completions")
    func asked() throws {
        let regadmin = Regadmin(store: "/nonexistent")
        for words in [["--help"], ["help", "ingest"], ["ingest", "--help"], ["verify", "-h"], ["gc", "--help"]] {
            let outcome = try regadmin.run(words)
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("Exit status: 0 clean, 1 faults found, 2 usage"), "\(words)")
            #expect(outcome.errors.isEmpty)
        }
        #expect(try regadmin.run("verify", "--help").output.contains("--repair-from"))
        #expect(try regadmin.run("--version").output.split(separator: ".").count == 3)
        for shell in ["bash", "zsh", "fish"] {
            let script = try regadmin.expect(0, "--generate-completion-script", shell)
            #expect(script.output.contains("regadmin") && script.output.contains("repair-from"), "\(shell)")
        }
    }

    @Test(
        "is 2 where the words make no sense",
        arguments: [
            ["inges"], ["ingest"], ["gc", "--grace", "5 parsecs"], ["verify", "--sample", "0"],
            ["ingest", "/tmp", "--jobs", "0"],
            ["list", "--in", "Upper/Case"], ["delete"], ["show", "sha256:12"], ["verify", "--rate", "0"],
            ["restore"], ["yank", "--undo", "a==1", "--reason", "b"], ["registry", "create", "no-slash"],
        ])
    func usage(words: [String]) throws {
        try Workplace.with { workplace in
            try workplace.regadmin.expect(0, "org", "create", "any")
            let outcome = try workplace.regadmin.run(words)
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.hasPrefix("regadmin: "), "\(outcome.errors)")
        }
    }

    @Test(
        "is 3 where there is no store, and says what makes one",
        arguments: [
            ["list"], ["verify"], ["verify", "index"], ["gc"], ["gc", "--dry-run"], ["stats"], ["doctor"],
            ["backup", "/tmp/x"],
            ["delete", "a==1"], ["registry", "list"],
        ])
    func noStore(words: [String]) throws {
        let outcome = try Regadmin(store: "/nonexistent/store").run(words)
        #expect(outcome.status == 3)
        #expect(
            outcome.errors.contains("/nonexistent/store: is not a store") || words == ["doctor"], "\(outcome.errors)")
    }

    @Test("is 1 where something is wrong with what was named")
    func faults() throws {
        try Workplace.withFixtures { workplace in
            let regadmin = workplace.regadmin
            try regadmin.expect(1, "show", "absent-1.0.tar.gz")
            try regadmin.expect(1, "cat", "fixture_greeting-1.0.0.tar.gz", "absent")
            try regadmin.expect(1, "registry", "show", "default/absent")
            try regadmin.expect(1, "registry", "delete", "default/packages")
            try regadmin.expect(1, "org", "create", "default")
            // Of two, the one that is there goes.
            let outcome = try regadmin.expect(1, "delete", "absent-1.0.tar.gz", "fixture_greeting-1.0.0.tar.gz")
            #expect(outcome.output.contains("deleted 1 files"))
            #expect(outcome.errors.contains("absent-1.0.tar.gz"))
        }
    }

    @Test("is 4 where a budget ended a verification, and the next run goes on")
    func budget() throws {
        try Workplace.withFixtures { workplace in
            let regadmin = workplace.regadmin
            let outcome = try regadmin.expect(4, "verify", "--max-bytes", "1", "--jobs", "1", "--json")
            let first = try #require(try outcome.events("checksums-summary").first)
            #expect(first["blobs"] as? Int ?? 6 < 6)
            #expect(outcome.errors.contains("goes on with what was verified least recently"))
            var rounds = 0
            while try regadmin.run("verify", "--max-bytes", "1", "--max-age", "1h", "--jobs", "1").status == 4,
                rounds < 10
            {
                rounds += 1
            }
            #expect(try regadmin.expect(0, "verify", "--max-age", "1h").output.contains("checksums  0 of "))
        }
    }

    @Test("is 5 where another collection is at work")
    func busy() throws {
        try Workplace.withFixtures { workplace in
            let lock = try FileDescriptor.open(
                workplace.store.appending("locks/gc"), .readWrite, options: .create, permissions: .ownerReadWrite)
            defer { try? lock.close() }
            try #require(flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0)
            let outcome = try workplace.regadmin.expect(5, "gc")
            #expect(outcome.errors.contains("another gc is running"))
        }
    }

    @Test("is 6 where standard output cannot be written")
    func brokenOutput() throws {
        try Workplace.withFixtures { workplace in
            let shell = try RunningProcess(
                ["/bin/sh", "-c", "exec \"$0\" list >/dev/full", Regadmin.executable],
                environment: ["REGADMIN_STORE": workplace.store.string])
            let outcome = try shell.wait()
            #expect(outcome.status == 6)
            #expect(outcome.errors.contains("standard output"))
        }
    }
}
