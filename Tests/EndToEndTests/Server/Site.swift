import FixtureBuilders
import Foundation
import SystemPackage
import TestSupport
import Testing

/// A store, a server in front of it, and a developer's machine beside it.
struct Site {
    let workplace: Workplace
    let server: ServerProcess
    let machine: ClientMachine

    var url: String { server.url }
    var regadmin: Regadmin { workplace.regadmin }

    /// Runs `body` at a new site. At its end the server must stop in good order and the store be without a fault.
    /// - Parameter options: further words for `regadmin serve`.
    static func with(_ options: [String] = [], _ body: (Site) async throws -> Void) async throws {
        try await withClientMachine { machine in
            let store = machine.root.appending("store")
            let workplace = Workplace(root: machine.root, regadmin: Regadmin(store: store))
            let server = try ServerProcess(workplace.regadmin, options)
            try await body(Site(workplace: workplace, server: server, machine: machine))
            let outcome = try server.stop()
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
            try await workplace.regadmin.succeed(["verify", "all"])
        }
    }

    // MARK: What the operator does

    /// Makes a registry, private unless said otherwise; answers its path.
    @discardableResult
    func registry(
        _ path: String, name: String? = nil, isPublic: Bool = false, options: [String] = []
    ) async throws -> String {
        try await regadmin.succeed(
            ["registry", "create", path] + (name.map { ["--name", $0] } ?? []) + (isPublic ? ["--public"] : [])
                + options)
        return path
    }

    /// The number by which GitLab's URLs know a registry.
    func number(of path: String) async throws -> UInt64 {
        let shown = try await regadmin.succeed(["registry", "show", path, "--json"])
        let number = try shown.events("registry").first?["number"] as? NSNumber
        return try number.required("\(path) has no number: \(shown.output)").uint64Value
    }

    /// Puts files into a registry without the server.
    func ingest(_ files: [BuiltDistribution], into path: String) async throws {
        let directory = machine.root.appending("ingest-\(UUID().uuidString)")
        for file in files { try machine.write(file.bytes, to: directory.appending(file.filename)) }
        try await regadmin.succeed(["ingest", directory.string, "--into", path, "--quiet"])
    }

    /// The filenames in a registry, sorted.
    func filenames(in path: String) async throws -> [String] {
        try await regadmin.succeed(["list", "--in", path, "--json"]).events("file")
            .compactMap { $0["filename"] as? String }.sorted()
    }

    // MARK: What clients use

    /// A text of a document, with this server's address for the host in it.
    func printed(_ text: String, _ placeholders: KeyValuePairs<String, String> = [:]) throws -> String {
        try Printed.text(text, on: url, placeholders)
    }

    /// The URL of a path of the server, with a user and a password in it.
    func withCredentials(_ user: String, _ password: String, _ path: String) -> String {
        "http://\(user):\(password)@\(url.dropFirst("http://".count))\(path)"
    }

    /// The machine with a new environment activated, for which an index without a single project is the one that clients
    /// ask where they are told of no other: nothing here asks PyPI.
    func installing(_ pip: InstalledClients.Pip) async throws -> ClientMachine {
        try await registry("empty/pypi", isPublic: true)
        let index = "\(url)/empty/pypi/pypi/simple/"
        return try await machine.with([
            "PIP_INDEX_URL": index, "UV_DEFAULT_INDEX": index, "PIP_FIND_LINKS": machine.clients.wheels,
        ]).activated(pip: pip)
    }

    /// What the server answered to one request.
    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: String

        func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(body.utf8)) }
    }

    /// Has curl make a request; the last word is a path of the server, and goes out as it is written.
    func curl(_ words: String...) async throws -> Answer { try await curl(words) }

    func curl(_ words: [String]) async throws -> Answer {
        let path = try words.last.required("no path")
        let outcome = try await machine.succeed(
            ["curl", "--silent", "--show-error", "--include", "--path-as-is", "--globoff"] + words.dropLast()
                + [url + path])
        var rest = Substring(outcome.output)
        var head: [Substring] = []
        // Interim answers have a head each.
        repeat {
            guard let end = rest.range(of: "\r\n\r\n") else { throw Missing(what: "the head of \(outcome.output)") }
            head = rest[..<end.lowerBound].split(separator: "\r\n")
            rest = rest[end.upperBound...]
        } while head.first?.split(separator: " ").dropFirst().first?.hasPrefix("1") ?? false
        let status = head.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        var headers: [String: String] = [:]
        for line in head.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        return Answer(status: try status.required("a status"), headers: headers, body: String(rest))
    }
}
