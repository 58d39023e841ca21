import FixtureBuilders
import Foundation
import SystemPackage
import Testing

@Suite("Registries and projects")
struct AdministrationTests {
    @Test("change their settings, and say so")
    func update() throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            try workplace.add(WheelBuilder("demo", version: "1").build())
            try regadmin.expect(0, "ingest", workplace.source.string)
            let renamed = try regadmin.expect(
                0, "registry", "update", "default/packages", "--name", "Team Packages", "--visibility", "internal",
                "--inspect", "warn", "--reserve-filenames", "--json")
            let event = try #require(try renamed.events("registry").first)
            #expect(event["path"] as? String == "default/team-packages")
            #expect(event["visibility"] as? String == "internal")
            #expect(event["inspect"] as? String == "warn" && event["profile"] as? String == "strict")
            #expect(event["reserves_filenames"] as? Bool == true)
            try regadmin.expect(1, "registry", "update", "default/packages", "--description", "gone")
            try regadmin.expect(0, "show", "default/team-packages/demo")
            try regadmin.expect(2, "registry", "update", "default/team-packages", "--visibility", "secret")
        }
    }

    @Test("are closed to new files, and opened")
    func status() throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            try workplace.add(WheelBuilder("demo", version: "1").build())
            try regadmin.expect(0, "ingest", workplace.source.string)
            let active = try regadmin.expect(0, "project", "status", "default/packages", "Demo")
            #expect(active.output == "active\tdefault/packages/demo\n")
            let archived = try regadmin.expect(
                0, "project", "status", "default/packages", "demo", "archived", "--reason", "moved")
            #expect(archived.output == "archived\tdefault/packages/demo: moved\n")
            try workplace.add(WheelBuilder("demo", version: "2").build())
            let refused = try regadmin.expect(1, "ingest", workplace.source.string)
            #expect(refused.errors.contains("the project is archived and takes no files"))
            try regadmin.expect(0, "project", "status", "default/packages", "demo", "active")
            try regadmin.expect(0, "ingest", workplace.source.string)
            try regadmin.expect(1, "project", "status", "default/packages", "nothing", "archived")
            try regadmin.expect(2, "project", "status", "default/packages", "demo", "gone")
            try regadmin.expect(0, "verify", "index")
        }
    }
}
