import FixtureBuilders
import SystemPackage
import Testing

/// A client that publishes, with the words it wants for it.
enum Publisher: String, CaseIterable, CustomTestStringConvertible {
    case twine, twineOfOld, uv, poetry, pdm, hatch, flit
    var testDescription: String { self == .twineOfOld ? "an old twine" : rawValue }

    /// The project that it publishes. flit publishes only its own; an old twine does not know the newest metadata.
    var project: SampleProject {
        switch self {
        case .flit: .flit
        case .twineOfOld: .myPyPiPackage
        default: .hatchling
        }
    }

    /// What publishes the project in the working directory, whose `dist` is built.
    /// - Parameter skipping: whether files that are there already shall be passed over; nil where it has no word for it.
    func command(_ endpoint: Endpoint, skipping: Bool = false) -> (words: [String], settings: [String: String])? {
        let (user, token, url) = (endpoint.dialect.user, endpoint.token, endpoint.uploadURL)
        let skip = skipping ? ["--skip-existing"] : []
        switch self {
        case .twine, .twineOfOld:
            if self == .twine && skipping { return nil }
            let program = self == .twine ? "twine" : endpoint.site.machine.clients.old + "/bin/twine"
            let files = endpoint.site.machine.work.appending("parcel").appending("dist")
            return (
                ["/bin/sh", "-c", #"exec "$0" upload "$@" "# + "\(files)/*", program] + skip,
                ["TWINE_REPOSITORY_URL": url, "TWINE_USERNAME": user, "TWINE_PASSWORD": token]
            )
        case .uv:
            let check = skipping ? ["--check-url", endpoint.index()] : []
            return (["uv", "publish", "--publish-url", url, "--username", user, "--password", token] + check, [:])
        case .poetry:
            return (
                ["poetry", "publish", "--repository", "ours", "--username", user, "--password", token] + skip,
                ["POETRY_REPOSITORIES_OURS_URL": url]
            )
        case .pdm:
            return (
                ["pdm", "publish", "--no-build", "--repository", url, "--username", user, "--password", token] + skip,
                [:]
            )
        case .hatch:
            if skipping { return nil }
            return (["hatch", "publish", "--no-prompt", "--repo", url, "--user", user, "--auth", token, "dist"], [:])
        case .flit:
            if skipping { return nil }
            return (["flit", "publish"], ["FLIT_INDEX_URL": url, "FLIT_USERNAME": user, "FLIT_PASSWORD": token])
        }
    }
}

@Suite("Clients that publish")
struct PublishingClientsTests {
    @Test(
        "are understood, refused the second time, and skip where they can",
        arguments: Endpoint.Dialect.ofForms, Publisher.allCases)
    func publish(dialect: Endpoint.Dialect, publisher: Publisher) async throws {
        try await Site.with { site in
            let endpoint = try await Endpoint(dialect, on: site)
            let project = publisher.project
            let source = site.machine.work.appending("parcel")
            try project.write(to: source, on: site.machine)
            let files = try await project.distributions()
            for file in files {
                try site.machine.write(file.bytes, to: source.appending("dist").appending(file.filename))
            }
            func run(skipping: Bool = false) async throws -> Regadmin.Outcome? {
                guard let (words, settings) = publisher.command(endpoint, skipping: skipping) else { return nil }
                return try await site.machine.with(settings).run(words, in: source)
            }

            let first = try await run()
            #expect(first?.status == 0, "\(String(describing: first))")
            #expect(try await endpoint.files(project.name).keys.sorted() == files.map(\.filename).sorted())
            if publisher != .flit {
                let page = try await endpoint.page(project.name)
                for file in files { #expect(page.body.contains(file.sha256), "\(page)") }
            }
            let second = try await run()
            #expect(second?.status != 0, "\(String(describing: second))")
            if let skipped = try await run(skipping: true) { #expect(skipped.status == 0, "\(skipped)") }

            // What it published can be installed.
            try await site.machine.succeed(
                "uv", "pip", "install", "--target", "installed", "--default-index", endpoint.index(), project.name)
        }
    }

    @Test("uv does not skip a file with other bytes", arguments: Endpoint.Dialect.ofForms)
    func uvChecks(dialect: Endpoint.Dialect) async throws {
        try await Site.with { site in
            let endpoint = try await Endpoint(dialect, on: site)
            try await site.ingest(
                [WheelBuilder("parcel", version: "1.0.0").description("Other bytes").build()], into: endpoint.registry)
            let wheel = try site.machine.put([await SampleProject.hatchling.wheel()])[0]
            let outcome = try await site.machine.run(
                "uv", "publish", "--publish-url", endpoint.uploadURL, "--username", dialect.user, "--password",
                endpoint.token, "--check-url", endpoint.index(), wheel)
            #expect(outcome.status != 0 && outcome.errors.contains("do not match"), "\(outcome)")
        }
    }
}
