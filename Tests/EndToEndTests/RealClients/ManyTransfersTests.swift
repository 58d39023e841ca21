import FixtureBuilders
import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("Many transfers", .serialized)
struct ManyTransfersTests {
    /// Has one curl make many requests at once; answers the lines that it wrote, one for each that ended with an answer.
    private func start(_ requests: [[String]], of endpoint: Endpoint, name: String) throws -> RunningProcess {
        var text = ""
        for (position, words) in requests.enumerated() {
            if position > 0 { text += "next\n" }
            var words = words
            text += "url = \"\(endpoint.site.url)\(words.removeLast())\"\n"
            while !words.isEmpty {
                let option = words.removeFirst()
                let name = ["-u": "user", "-F": "form", "-H": "header"][option] ?? String(option.dropFirst(2))
                text += "\(name) = \"\(words.removeFirst())\"\n"
            }
        }
        let configuration = endpoint.site.machine.work.appending("\(name).curl")
        try endpoint.site.machine.write(text, to: configuration)
        return try endpoint.site.machine.start([
            "curl", "--silent", "--parallel", "--parallel-immediate", "--parallel-max", "100", "--config",
            configuration.string,
        ])
    }

    @Test("fifty at once, while gc and verify run", arguments: Endpoint.Dialect.allCases)
    func fifty(dialect: Endpoint.Dialect) async throws {
        try await Site.with { site in
            let endpoint = try await Endpoint(dialect, on: site)
            let stored = Self.wheels("stored", 25)
            let fresh = Self.wheels("fresh", 25)
            // Names that go while others come, so that there is something to collect.
            let doomed = Self.wheels("doomed", 8)
            try await site.ingest(stored + doomed, into: endpoint.registry)
            var downloads: [[String]] = []
            for wheel in stored {
                let project = String(wheel.filename.prefix { $0 != "-" })
                let path = try await endpoint.files(project)[wheel.filename].required("the path of \(wheel.filename)")
                downloads.append(
                    endpoint.credentials(endpoint.token) + Self.slowly
                        + Self.telling(wheel, to: site.machine.work.appending(wheel.filename).string) + [path])
            }
            let paths = try site.machine.put(fresh, in: "fresh")
            let uploads = fresh.map { wheel in
                let path = paths.first { $0.hasSuffix(wheel.filename) } ?? ""
                return endpoint.upload(path, of: wheel, options: Self.slowly + Self.telling(wheel))
            }

            let transfers = try start(uploads + downloads, of: endpoint, name: "transfers")
            let verify = try site.regadmin.start(["verify", "all"])
            for wheel in doomed {
                try await site.regadmin.succeed(["delete", wheel.filename, "--in", endpoint.registry])
                try await site.regadmin.succeed(["gc"])
            }
            #expect(try await verify.finished().status == 0)
            let outcome = try await transfers.finished()
            #expect(outcome.status == 0, "\(outcome)")
            let answers = Set(outcome.output.split(separator: "\n").map(String.init))
            #expect(
                answers
                    == Set(fresh.map { "\(dialect.accepted) \($0.filename)" } + stored.map { "200 \($0.filename)" }))
            for wheel in stored {
                let path = site.machine.work.appending(wheel.filename).string
                #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == wheel.bytes)
            }
            let names = try await site.filenames(in: endpoint.registry)
            #expect(names == (stored + fresh).map(\.filename).sorted())
        }
    }

    @Test("cut off by kill -9: what was acknowledged is there, and nothing that is not whole")
    func killed() async throws {
        try await withClientMachine { machine in
            let workplace = Workplace(root: machine.root, regadmin: Regadmin(store: machine.root.appending("store")))
            let wheels = Self.wheels("killed", 60)
            let digestsByName = Dictionary(uniqueKeysWithValues: wheels.map { ($0.filename, $0.sha256) })
            let paths = try machine.put(wheels)
            var acknowledged: Set<String> = []
            var cutOff = 0
            var made: Endpoint?
            let rounds = 8
            for round in 1...rounds {
                let site = Site(workplace: workplace, server: try ServerProcess(workplace.regadmin), machine: machine)
                let endpoint: Endpoint
                if let made { endpoint = made.at(site) } else { endpoint = try await Endpoint(.buildkite, on: site) }
                made = endpoint
                let requests = wheels.filter { !acknowledged.contains($0.filename) }.map { wheel in
                    let path = paths.first { $0.hasSuffix("/" + wheel.filename) } ?? ""
                    return endpoint.upload(path, of: wheel, options: Self.telling(wheel))
                }
                if requests.isEmpty { break }
                let uploads = try start(requests, of: endpoint, name: "uploads")
                // The last round is let through.
                if round < rounds {
                    try await Task.sleep(for: .milliseconds(.random(in: 5...80)))
                    #expect(try site.server.kill().signal == SIGKILL)
                }
                let outcome = try await uploads.finished()
                if round == rounds { #expect(try site.server.stop().status == 0) }
                // A name that a killed server had taken in without being able to say so is refused.
                let answered = outcome.output.split(separator: "\n").filter {
                    $0.hasPrefix("200 ") || $0.hasPrefix("422 ")
                }
                acknowledged.formUnion(answered.map { String($0.dropFirst(4)) })
                cutOff += requests.count - answered.count

                let listed = try await workplace.regadmin.succeed(["list", "--in", endpoint.registry, "--json"])
                var names: Set<String> = []
                for file in try listed.events("file") {
                    let name = try (file["filename"] as? String).required("a filename")
                    let digests = try (file["digests"] as? [String: String]).required("digests")
                    #expect(digests["sha256"] == digestsByName[name], "\(file)")
                    names.insert(name)
                }
                #expect(acknowledged.isSubset(of: names))
                try await workplace.regadmin.succeed(["verify", "all"])
            }
            #expect(cutOff > 0)
            #expect(acknowledged == Set(wheels.map(\.filename)))
            try await workplace.regadmin.succeed(["gc"])
            #expect(try workplace.blobFiles().count == wheels.count)
        }
    }

    /// Words that make a transfer last, so that much happens meanwhile.
    private static let slowly = ["--limit-rate", "8k"]

    /// Words that have curl say how the transfer of a wheel ended, once it did.
    private static func telling(_ wheel: BuiltDistribution, to output: String = "/dev/null") -> [String] {
        ["--output", output, "--write-out", "%{http_code} \(wheel.filename)\\n"]
    }

    /// Wheels of some size, no two alike.
    private static func wheels(_ prefix: String, _ count: Int) -> [BuiltDistribution] {
        (0..<count).map { number in
            let noise = (0..<5_000 + 300 * number).map { _ in UInt8.random(in: 0...255) }
            return WheelBuilder("\(prefix)\(number)", version: "1.0").compression(.stored)
                .file("\(prefix)\(number)/data.bin", noise).build()
        }
    }
}
