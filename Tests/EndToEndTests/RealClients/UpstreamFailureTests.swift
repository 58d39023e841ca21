import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("A file that comes from an index of somebody else's")
struct UpstreamFailureTests {
    /// Wheels of 96 MB, which take a while on the way; written by Python, which a debug build of ours would be slow at.
    private static let wheels = """
        import base64, hashlib, os, sys, zipfile
        os.makedirs("foreign", exist_ok=True)
        for version in sys.argv[1:]:
            info = f"bulk-{version}.dist-info"
            members = {"bulk/data.bin": version.encode().ljust(96_000_000, b"."),
                       f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: bulk\\nVersion: {version}\\n".encode(),
                       f"{info}/WHEEL": b"Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
            record = ""
            for name, data in members.items():
                digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
                record += f"{name},sha256={digest},{len(data)}\\n"
            members[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\\n").encode()
            with zipfile.ZipFile(f"foreign/bulk-{version}-py3-none-any.whl", "w") as wheel:
                for name, data in members.items():
                    wheel.writestr(name, data)
        """

    /// Begins to download a file, and stops the index when a part of it has come.
    /// - Returns: nil where all of it had come by then.
    private func stopped(
        _ version: String, _ site: Site, _ index: UpstreamClientsTests.ForeignIndex
    ) async throws -> RunningProcess? {
        let page = try await site.curl("/acme/index/pypi/simple/bulk/").body
        let name = "bulk-\(version)-py3-none-any.whl"
        let link = try #require(page.split(separator: "\"").first { $0.contains(name) && $0.contains("#") })
        let file = site.machine.work.appending(name)
        let curl = try site.machine.start([
            "curl", "--silent", "--show-error", "--fail", "--output", file.string, "\(site.url)\(link)",
        ])
        _ = curl.waitUntil { _ in Self.size(of: file) > 0 }
        index.send(SIGSTOP)
        // What was on the way arrives.
        try await Task.sleep(for: .seconds(1))
        if Self.size(of: file) < 96_000_000 { return curl }
        index.send(SIGCONT)
        _ = try await curl.finished()
        return nil
    }

    private static func size(of file: FilePath) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: file.string))?[.size] as? Int ?? 0
    }

    @Test("waits where that stands still, breaks off where it dies, and comes from where it is back")
    func midTransfer() async throws {
        try await Site.with { site in
            let versions = (1...6).map { "\($0).0" }
            try await site.machine.succeed(["/usr/bin/python3", "-c", Self.wheels] + versions)
            let index = try UpstreamClientsTests.ForeignIndex(.pypiserver, [], site.machine)
            try await site.registry("acme/index", isPublic: true, options: ["--kind", "upstream", "--url", index.url])
            var left = versions[...]
            func next() async throws -> (version: String, curl: RunningProcess) {
                while let version = left.popFirst() {
                    if let curl = try await stopped(version, site, index) { return (version, curl) }
                }
                throw Missing(what: "a transfer that could be stopped on its way")
            }
            func isRight(_ version: String) async throws -> Bool {
                let name = "bulk-\(version)-py3-none-any.whl"
                return try await site.machine.run("cmp", "foreign/\(name)", name).status == 0
            }

            let slow = try await next()
            // Nobody else waits for it.
            #expect(try await site.curl("/acme/index/pypi/simple/bulk/").status == 200)
            #expect(try await !site.filenames(in: "acme/index").contains { $0.contains("-\(slow.version)-") })
            index.send(SIGCONT)
            let outcome = try await slow.curl.finished()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try await isRight(slow.version))

            let lost = try await next()
            let before = try await site.filenames(in: "acme/index")
            index.send(SIGKILL)
            let broken = try await lost.curl.finished()
            #expect(broken.status != 0)
            #expect(try await site.filenames(in: "acme/index") == before)
            // The page is the last that was seen; what was fetched is here.
            #expect(try await site.curl("/acme/index/pypi/simple/bulk/").status == 200)

            let again = try UpstreamClientsTests.ForeignIndex(.pypiserver, [], site.machine)
            try await site.regadmin.succeed(["registry", "update", "acme/index", "--url", again.url])
            let page = try await site.curl("/acme/index/pypi/simple/bulk/").body
            let name = "bulk-\(lost.version)-py3-none-any.whl"
            let link = try #require(page.split(separator: "\"").first { $0.contains(name) && $0.contains("#") })
            try await site.machine.succeed(
                "curl", "--silent", "--show-error", "--fail", "--output", name, "\(site.url)\(link)")
            #expect(try await isRight(lost.version))
            try again.stop()
        }
    }
}
