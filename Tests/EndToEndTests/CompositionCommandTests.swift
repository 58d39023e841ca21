import FixtureBuilders
import Foundation
import SystemPackage
import Testing

@Suite("Composite registries on the command line")
struct CompositionCommandTests {
    /// Two source registries, an upstream one and a composite one of them.
    private func withComposite(_ body: (Regadmin, Workplace) throws -> Void) throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            try workplace.add(WheelBuilder("demo", version: "1").build())
            try regadmin.expect(0, "ingest", workplace.source.string, "--into", "acme/first")
            try regadmin.expect(0, "registry", "create", "acme/second", "--reserve", "Acme_*", "--reserve", "demo.two")
            try regadmin.expect(
                0, "registry", "create", "acme/pypi", "--kind", "upstream", "--url", "https://index.example/simple/",
                "--official", "--cooldown", "7d", "--exempt", "Demo_Three", "--cache-size", "10GB")
            try regadmin.expect(
                0, "registry", "create", "acme/all", "--kind", "composite", "--upstream", "acme/first", "--upstream",
                "acme/pypi", "--upstream", "acme/second")
            try body(regadmin, workplace)
            try regadmin.expect(0, "verify", "all")
        }
    }

    @Test("are made, shown, listed and changed")
    func administration() throws {
        try withComposite { regadmin, _ in
            let shown = try regadmin.expect(0, "registry", "show", "acme/all")
            #expect(shown.output.contains("acme/first, acme/second, acme/pypi"), "\(shown.output)")
            let event = try #require(
                try regadmin.expect(0, "registry", "show", "acme/all", "--json").events("registry").first)
            #expect(event["kind"] as? String == "composite" && event["files"] as? Int == 1)
            #expect(event["members"] as? [String] == ["acme/first", "acme/second", "acme/pypi"])
            let index = try #require(
                try regadmin.expect(0, "registry", "show", "acme/pypi", "--json").events("registry").first)
            let upstream = try #require(index["upstream"] as? [String: Any])
            #expect(upstream["url"] as? String == "https://index.example/simple/")
            #expect(upstream["official"] as? Bool == true && upstream["cooldown_seconds"] as? Int == 604_800)
            #expect(upstream["cooldown_exceptions"] as? [String] == ["demo-three"])
            let second = try regadmin.expect(0, "registry", "show", "acme/second")
            #expect(second.output.contains("acme-* demo-two"), "\(second.output)")
            let list = try regadmin.expect(0, "registry", "list", "acme").output
            #expect(list.contains("composite") && list.contains("upstream") && list.contains("source"))

            try regadmin.expect(0, "registry", "update", "acme/all", "--remove-upstream", "acme/first")
            try regadmin.expect(0, "registry", "update", "acme/all", "--add-upstream", "acme/first")
            let moved = try #require(
                try regadmin.expect(0, "registry", "show", "acme/all", "--json").events("registry").first)
            #expect(moved["members"] as? [String] == ["acme/second", "acme/first", "acme/pypi"])
            try regadmin.expect(
                0, "registry", "update", "acme/second", "--unreserve", "demo-two", "--reserve", "other")
            let names = try #require(
                try regadmin.expect(0, "registry", "show", "acme/second", "--json").events("registry").first)
            #expect(names["reservations"] as? [String] == ["acme-*", "other"])
            let audit = try regadmin.expect(0, "audit", "--limit", "3").output
            #expect(audit.contains("reserves other, reserves no more demo-two"), "\(audit)")
            // A file is listed once: where it is.
            #expect(try regadmin.expect(0, "list", "--json").events("file").count == 1)
            #expect(try regadmin.expect(0, "list", "acme/all", "--json").events("file").count == 1)
        }
    }

    @Test("are explained, name by name")
    func explain() throws {
        try withComposite { regadmin, workplace in
            func explain(_ name: String, _ more: String...) throws -> [String: Any] {
                let outcome = try regadmin.run(["explain", name, "--json"] + more)
                return try #require(try outcome.events("explanation").first, "\(outcome.output)\(outcome.errors)")
            }
            let held = try explain("Demo")
            #expect(held["rule"] as? String == "held" && held["answers"] as? String == "acme/first")
            #expect(held["registry"] as? String == "acme/all")
            #expect((held["members"] as? [[String: Any]])?.map { $0["files"] as? Int } == [1, 0, 0])
            let reserved = try explain("acme.internal")
            #expect(reserved["rule"] as? String == "reserved" && reserved["by"] as? String == "acme/second")
            #expect(reserved["reservation"] as? String == "acme-*" && reserved["answers"] == nil)
            let asked = try explain("requests", "--in", "acme/all")
            #expect(asked["rule"] as? String == "external" && asked["asked"] as? [String] == ["acme/pypi"])
            #expect(try explain("requests", "--in", "acme/first")["rule"] as? String == "unknown")
            try regadmin.expect(0, "delete", "--project", "demo", "--in", "acme/first")
            let former = try explain("demo")
            #expect(former["rule"] as? String == "ever-held" && former["by"] as? String == "acme/first")
            #expect(former["held_until"] is String)

            let text = try regadmin.expect(0, "explain", "demo", "--in", "acme/all").output
            #expect(text.hasPrefix("demo in acme/all: nobody; acme/first held it until 20"), "\(text)")
            #expect(text.split(separator: "\n").count == 4)
            let open = try regadmin.expect(0, "explain", "requests").output
            #expect(open.hasPrefix("requests in acme/all: acme/pypi is asked; no source has"), "\(open)")
            try regadmin.expect(2, "explain", "not a name")
            try regadmin.expect(1, "explain", "demo", "--in", "acme/nothing")
            try regadmin.expect(2, "explain")
        }
    }

    @Test("take nothing in, and keep their members")
    func refusals() throws {
        try withComposite { regadmin, workplace in
            for path in ["acme/all", "acme/pypi"] {
                try regadmin.expect(1, "ingest", workplace.source.string, "--into", path)
                try regadmin.expect(1, "project", "status", path, "demo", "archived")
            }
            let ingest = try regadmin.run(["ingest", workplace.source.string, "--into", "acme/all"])
            #expect(ingest.errors.contains("composite registry: publish to one of its members"), "\(ingest.errors)")
            try regadmin.expect(1, "delete", "acme/all/demo==1")
            try regadmin.expect(1, "yank", "acme/all/demo==1")
            let used = try regadmin.expect(1, "registry", "delete", "acme/first", "--force")
            #expect(used.errors.contains("is a member of acme/all"), "\(used.errors)")
            for words in [
                ["create", "acme/more", "--upstream", "acme/first"], ["create", "acme/more", "--kind", "upstream"],
                ["create", "acme/more", "--kind", "mirror"], ["create", "acme/more", "--url", "https://a.example/"],
                ["create", "acme/more", "--kind", "composite", "--upstream", "acme/all"],
                ["create", "acme/more", "--kind", "composite", "--upstream", "acme/nothing"],
                ["create", "acme/more", "--kind", "composite", "--public"],
                ["create", "acme/more", "--reserve", "*"], ["update", "acme/all", "--visibility", "public"],
                ["create", "acme/more", "--kind", "upstream", "--url", "index.example"],
                ["update", "acme/first", "--upstream", "acme/second"],
                ["update", "acme/all", "--upstream", "acme/first", "--add-upstream", "acme/second"],
                ["update", "acme/first", "--url", "https://index.example/"],
            ] {
                let outcome = try regadmin.run(["registry"] + words)
                #expect(outcome.status == 2, "\(words): \(outcome.status) \(outcome.errors)")
            }
            try regadmin.expect(1, "registry", "show", "acme/more")
            try regadmin.expect(0, "registry", "delete", "acme/all")
            try regadmin.expect(0, "registry", "delete", "acme/first", "--force")
        }
    }
}
