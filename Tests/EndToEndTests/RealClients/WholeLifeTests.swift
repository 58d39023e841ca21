import FixtureBuilders
import SystemPackage
import Testing

@Suite("A project's whole life")
struct WholeLifeTests {
    @Test("from publishing to 404", arguments: Endpoint.Dialect.allCases, [false, true])
    func wholeLife(dialect: Endpoint.Dialect, isPublic: Bool) async throws {
        try await Site.with { site in
            let endpoint = try await Endpoint(dialect, on: site, isPublic: isPublic)
            let reading = isPublic ? "" : endpoint.token
            let files = try await Endpoint.samples()
            try await endpoint.publish(files)

            // It is in the index, in either form, and only for those who may see it.
            let listed = try await endpoint.files("parcel-route", token: reading)
            #expect(listed.keys.sorted() == ["parcel_route-1.0.0-py3-none-any.whl", "parcel_route-1.0.0.tar.gz"])
            let html = try await endpoint.page("parcel-route", token: reading, "-H", "Accept: text/html")
            #expect(html.headers["content-type"]?.hasPrefix("text/html") == true, "\(html)")
            #expect(html.body.contains("parcel_route-1.0.0.tar.gz</a>"))
            #expect(try await endpoint.page("parcel-route", token: "").status == (isPublic ? 200 : 401))
            let root = try await site.curl(endpoint.credentials(reading) + [endpoint.indexPath])
            for project in SampleProject.modern { #expect(root.body.contains(">\(project.name)</a>"), "\(root)") }

            // It can be installed, with what it needs from the same registry, and imported.
            let machine = try await site.machine.activated()
            try await machine.succeed("pip", "install", "--index-url", endpoint.index(token: reading), "parcel-route")
            for project in SampleProject.modern { try await machine.expectImport(project.module) }

            // Its name is taken, whatever the bytes.
            let wheel = try await SampleProject.hatchling.wheel()
            let others = WheelBuilder("parcel", version: "1.0.0").description("Other bytes").build()
            for again in [wheel, others] {
                let answer = try await endpoint.upload(again)
                #expect(answer.status == dialect.refused, "\(answer)")
            }
            #expect(try await endpoint.page("parcel", token: reading).body.contains(wheel.sha256))

            // Yanked, it is only for those who ask for this version; the running server knows at once.
            try await site.regadmin.succeed(["yank", "parcel==1.0.0", "--in", endpoint.registry, "--reason", "leaks"])
            let yanked = try await endpoint.page(
                "parcel", token: reading, "-H", "Accept: application/vnd.pypi.simple.v1+json")
            #expect(yanked.body.contains(#""yanked":"leaks""#), "\(yanked)")
            let words = [
                "pip", "download", "--no-deps", "--no-cache-dir", "--index-url", endpoint.index(token: reading),
            ]
            #expect(try await machine.run(words + ["parcel"]).status == 1)
            let pinned = try await machine.succeed(words + ["parcel==1.0.0"])
            #expect((pinned.output + pinned.errors).contains("leaks"), "\(pinned)")
            try await site.regadmin.succeed(["unyank", "parcel==1.0.0", "--in", endpoint.registry])
            try await machine.succeed(words + ["parcel"])

            // Deleted, it is gone: page, file and all.
            let path = try await endpoint.files("parcel", token: reading)[wheel.filename].required("the wheel's path")
            let fetch = endpoint.credentials(reading) + ["--output", "/dev/null", "--dump-header", "-", path]
            #expect(try await site.curl(fetch).status == 200)
            try await endpoint.delete("parcel", "1.0.0")
            #expect(
                try await site.filenames(in: endpoint.registry)
                    == files.map(\.filename).sorted().filter {
                        !$0.hasPrefix("parcel-")
                    })
            #expect(try await site.curl(fetch).status == 404)
            #expect(try await endpoint.page("parcel", token: reading).status == 404)
            #expect(try await machine.run(words + ["parcel==1.0.0"]).status == 1)
        }
    }

    @Test("goes in through one dialect and comes out through each", arguments: Endpoint.Dialect.allCases)
    func crossing(dialect: Endpoint.Dialect) async throws {
        try await Site.with { site in
            let endpoint = try await Endpoint(dialect, on: site)
            try await endpoint.publish(await SampleProject.myPyPiPackage.distributions())
            let wheel = try await SampleProject.myPyPiPackage.wheel()
            for other in Endpoint.Dialect.allCases {
                let target = site.machine.work.appending(other.rawValue)
                try await site.machine.succeed(
                    "uv", "pip", "install", "--target", target.string, "--default-index",
                    endpoint.spoken(in: other).index(), "--no-cache", "mypypipackage==0.0.1")
                let greeting = try await site.machine.succeed(
                    "python3", "-c", "import mypypipackage; mypypipackage.SayHello()", in: target)
                #expect(greeting.output == "Hello from MyPyPiPackage\n")
                let page = try await endpoint.spoken(in: other).page("mypypipackage")
                #expect(page.body.contains(wheel.sha256), "\(page)")
            }
        }
    }
}
