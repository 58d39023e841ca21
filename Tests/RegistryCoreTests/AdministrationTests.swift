import ContentStore
import FixtureBuilders
import RegistryCore
import Testing

@Suite("Administration")
struct AdministrationTests {
    @Test("makes organizations with the slug of their name")
    func organizations() throws {
        try withRegistry { test in
            let made = try test.registry.createOrganization("My Great  Org!")
            #expect(made.slug == "my-great-org")
            try test.registry.createOrganization("other", slug: "my_other")
            #expect(try test.registry.organizations().map(\.slug) == ["my-great-org", "my_other"])
            #expect(throws: RegistryError.organizationExists("my-great-org")) {
                try test.registry.createOrganization("My great org")
            }
            #expect(throws: RegistryError.invalidSlug("…")) { try test.registry.createOrganization("…") }
        }
    }

    @Test("makes registries, private and strict unless said otherwise")
    func registries() throws {
        try withRegistry { test in
            let path = try RegistryPath("acme/packages")
            let made = try test.registry.createRegistry(path)
            #expect(!made.isPublic)
            #expect(made.policy == InspectionPolicySetting(mode: .require, profile: .strict))
            var settings = RegistrySettings()
            settings.name = "Public ones"
            settings.isPublic = true
            settings.policy.mode = .warn
            let second = try test.registry.createRegistry(RegistryPath("acme/public"), settings: settings)
            #expect(second.id != made.id)
            #expect(second.number == made.number + 1)
            #expect(try test.registry.registry(at: second.path) == second)
            #expect(try test.registry.registries(in: "acme") == [made, second])
            #expect(throws: RegistryError.registryExists(path)) { try test.registry.createRegistry(path) }
            #expect(throws: RegistryError.noSuchOrganization("nobody")) {
                try test.registry.registries(in: "nobody")
            }
        }
    }

    @Test("deletes a registry with files only when forced")
    func deleteRegistry() throws {
        try withRegistry { test in
            try test.add(WheelBuilder("demo", version: "1").build())
            _ = try test.ingest()
            #expect(throws: RegistryError.registryNotEmpty(.default)) {
                try test.registry.deleteRegistry(.default)
            }
            #expect(try test.files().count == 1)
            try test.registry.deleteRegistry(.default, force: true)
            #expect(throws: RegistryError.noSuchRegistry(.default)) { try test.registry.registry(at: .default) }
            #expect(try test.registry.collect().removed.count == 1)
        }
    }

    @Test("deletes an organization with registries only when forced")
    func deleteOrganization() throws {
        try withRegistry { test in
            try test.registry.createRegistry(RegistryPath("acme/one"))
            try test.registry.createRegistry(RegistryPath("acme/two"))
            #expect(throws: RegistryError.organizationNotEmpty("acme", registries: 2)) {
                try test.registry.deleteOrganization("acme")
            }
            try test.registry.deleteOrganization("acme", force: true)
            #expect(try test.registry.organizations().isEmpty)
            #expect(try test.registry.registries().isEmpty)
        }
    }

    @Test("counts projects, releases, files and bytes")
    func counts() throws {
        try withRegistry { test in
            let built = [
                WheelBuilder("one", version: "1.0").build(), SdistBuilder("one", version: "1.0").build(),
                WheelBuilder("one", version: "2.0").build(), WheelBuilder("two", version: "1").build(),
            ]
            for distribution in built { try test.add(distribution) }
            _ = try test.ingest()
            let counts = try test.registry.registry(at: .default).counts
            #expect(counts.projects == 2)
            #expect(counts.releases == 3)
            #expect(counts.files == 4)
            #expect(counts.bytes == Int64(built.reduce(0) { $0 + $1.bytes.count }))
        }
    }
}
