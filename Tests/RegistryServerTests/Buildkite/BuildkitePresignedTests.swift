import ContentStore
import Digests
import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import Testing

@testable import RegistryServer

@Suite("A Buildkite upload by ticket")
struct BuildkitePresignedTests {
    private static let packages = "\(BuildkiteSite.rest)/packages"
    private static let wheel = WheelBuilder("parcel", version: "1.0").build()

    /// What the clients do with the answer to an upload request.
    private struct Ticket {
        let url: String
        let path: String
        let key: String
        let policy: String
        let field: String

        init(_ site: BuildkiteSite, _ answer: LiveServer.Answer) throws {
            let form = try #require(answer.json["form"] as? [String: Any])
            let data = try #require(form["data"] as? [String: String])
            url = try #require(form["url"] as? String)
            path = String(url.dropFirst(site.server.url.count))
            key = try #require(data["key"])
            policy = try #require(data["policy"])
            field = try #require(form["file_input"] as? String)
            #expect(form["method"] as? String == "POST")
            #expect(answer.json["uri"] is String)
            #expect(url.hasPrefix(site.server.url))
        }

        func form(_ file: BuiltDistribution) -> FormBody {
            FormBody.empty.field("key", key).field("policy", policy).file(field, file.filename, file.bytes)
        }

        func address(_ filename: String) -> String {
            url + "/" + key.replacingOccurrences(of: "${filename}", with: filename)
        }
    }

    private func ask(_ site: BuildkiteSite, for path: String = packages) async throws -> Ticket {
        let answer = try await site.request(.POST, "\(path)/upload", bearer: site.writer)
        #expect(answer.status == 200, "\(answer.text)")
        return try Ticket(site, answer)
    }

    @discardableResult
    private func finish(
        _ site: BuildkiteSite, _ url: String, to path: String = packages
    ) async throws -> LiveServer.Answer {
        try await site.upload(FormBody.empty.field("package_url", url), to: path, bearer: site.writer)
    }

    @Test("is published under its name, once")
    func whole() async throws {
        try await BuildkiteSite.with { site in
            let ticket = try await ask(site)
            let sent = try await site.upload(ticket.form(Self.wheel), to: ticket.path)
            #expect((200...299).contains(sent.status), "\(sent.text)")
            #expect(try site.registry.newestFiles(in: RegistryPath(BuildkiteSite.house)).files.isEmpty)
            let published = try await finish(site, ticket.address(Self.wheel.filename))
            #expect(published.status == 200, "\(published.text)")
            #expect(published.json["name"] as? String == "parcel")
            let digests = published.json["digests"] as? [String: String]
            #expect(digests?["sha256"] == ContentDigest(hashing: Self.wheel.bytes).hex)
            // It is not there any more, and the ticket is spent.
            #expect(try await finish(site, ticket.address(Self.wheel.filename)).status == 422)
            #expect(try await site.upload(ticket.form(Self.wheel), to: ticket.path).status == 403)
        }
    }

    @Test("also with the address that a client gets by joining key and address with two slashes or an encoded name")
    func spellings() async throws {
        try await BuildkiteSite.with { site in
            for (version, spell) in [
                (
                    "1.0",
                    { (ticket: Ticket, name: String) in
                        ticket.url + "//" + ticket.address(name).dropFirst(ticket.url.count + 1)
                    }
                ),
                (
                    "1.0+local",
                    { (ticket: Ticket, name: String) in ticket.address(name.replacingOccurrences(of: "+", with: "%2B"))
                    }
                ),
            ] {
                let wheel = WheelBuilder("spelled", version: version).build()
                let ticket = try await ask(site)
                _ = try await site.upload(ticket.form(wheel), to: ticket.path)
                let answer = try await finish(site, spell(ticket, wheel.filename))
                #expect(answer.status == 200, "\(answer.text)")
            }
        }
    }

    @Test("names nothing but the file that was sent: no other address is looked at, let alone fetched")
    func addresses() async throws {
        try await BuildkiteSite.with { site in
            let ticket = try await ask(site)
            _ = try await site.upload(ticket.form(Self.wheel), to: ticket.path)
            let right = ticket.address(Self.wheel.filename)
            let other = try await ask(site)
            let wrong = [
                "", "http://127.0.0.1:1/x", "file:///etc/passwd", "\(site.server.url)/healthz",
                ticket.url, ticket.address("other.whl"), ticket.address("../\(Self.wheel.filename)"),
                ticket.address("%2e%2e%2f\(Self.wheel.filename)"), ticket.address("a%00b"), ticket.address("%zz"),
                right + "/more", right.replacingOccurrences(of: ticket.policy, with: other.policy),
                right.replacingOccurrences(of: ticket.policy, with: String(ticket.policy.dropLast(2)) + "AA"),
                right.replacingOccurrences(of: "127.0.0.1", with: "example.com"), String(repeating: "a", count: 5000),
                right.replacingOccurrences(of: "stage", with: "st%61ge2"),
            ]
            for url in wrong {
                let answer = try await finish(site, url)
                #expect(answer.status == 422, "\(url.prefix(100)): \(answer.text)")
            }
            // Another registry of the same organization.
            let elsewhere = try await finish(
                site, right, to: "/v2/packages/organizations/acme/registries/attic/packages")
            #expect(elsewhere.status == 422)
            #expect(try await finish(site, right).status == 200)
        }
    }

    @Test("needs a ticket of this server, and the right to publish for getting one")
    func rights() async throws {
        try await BuildkiteSite.with { site in
            for ticket in ["x", "x.y", "", "a.b.c", "%E6%97%A5", String(repeating: "A", count: 2000)] {
                let answer = try await site.upload(.file(Self.wheel), to: "/v2/packages/uploads/\(ticket)")
                #expect([403, 404].contains(answer.status), "\(ticket.prefix(10)): \(answer.status)")
            }
            let upload = "\(Self.packages)/upload"
            #expect(try await site.request(.POST, upload).status == 401)
            #expect(try await site.request(.POST, upload, bearer: site.reader).status == 403)
            #expect(try await site.request(.POST, upload, bearer: site.stranger).status == 404)
            #expect(try await site.request(.POST, upload, bearer: site.registryToken).status == 401)
        }
    }

    @Test("that is refused is let go of; the next one needs a new ticket")
    func refused() async throws {
        try await BuildkiteSite.with { site in
            let ticket = try await ask(site)
            let stub = BuiltDistribution(filename: Self.wheel.filename, bytes: Array("stub".utf8))
            _ = try await site.upload(ticket.form(stub), to: ticket.path)
            let first = try await finish(site, ticket.address(stub.filename))
            #expect(first.status == 422)
            #expect(first.message?.contains("package_url") == false)
            let second = try await finish(site, ticket.address(stub.filename))
            #expect(second.message == "Validation failed: package_url names no file that was uploaded")
        }
    }
}

@Suite("A ticket for an upload")
struct UploadTicketTests {
    @Test("is good until it ends, and with its own key")
    func validity() throws {
        let staged = StagedUploads(limitBytes: 100)
        let ticket = UploadTicket.issue(registryID: "0123456789abcdef", limitBytes: 7, now: 1_000_000)
        let text = ticket.signed(with: staged.key)
        #expect(UploadTicket(text, key: staged.key, now: 1_000_001) == ticket)
        #expect(UploadTicket(text, key: staged.key, now: ticket.expires - 1) == ticket)
        #expect(UploadTicket(text, key: staged.key, now: ticket.expires) == nil)
        #expect(UploadTicket(text, key: StagedUploads(limitBytes: 1).key, now: 1_000_001) == nil)
        for place in text.indices {
            var changed = text
            changed.replaceSubrange(place...place, with: text[place] == "A" ? "B" : "A")
            #expect(UploadTicket(changed, key: staged.key, now: 1_000_001) == nil)
        }
        for cut in 1..<text.count {
            #expect(UploadTicket(String(text.dropLast(cut)), key: staged.key, now: 1_000_001) == nil)
        }
    }

    @Test("brings one file, which waits as long as a ticket lives, within the limits of all that wait")
    func staging() throws {
        let staged = StagedUploads(limitBytes: 100, limitCount: 3)
        func blob(_ count: Int) -> SealedBlob {
            var stream = DigestStream()
            let bytes = [UInt8](repeating: 1, count: count)
            stream.update(bytes.span)
            return SealedBlob(bytes: bytes, digests: stream.finalize().digests)
        }
        func ticket(_ now: Int64) -> UploadTicket { .issue(registryID: "a", limitBytes: 100, now: now) }
        let first = ticket(0)
        #expect(staged.add("a", blob(60), first, now: 0) == .added)
        #expect(staged.add("a", blob(1), first, now: 0) == .used)
        #expect(staged.add("b", blob(41), ticket(0), now: 0) == .full)
        #expect(staged.add("b", blob(1), ticket(0), now: 10) == .added)
        #expect(staged.add("c", blob(1), ticket(0), now: 10) == .added)
        #expect(staged.add("d", blob(1), ticket(0), now: 10) == .full)
        #expect(staged.take(first, filename: "b", now: 10) == nil)
        let taken = try #require(staged.take(first, filename: "a", now: 10))
        #expect(staged.take(first, filename: "a", now: 10) == nil)
        staged.putBack(taken)
        staged.putBack(taken)
        #expect(staged.count == 3)
        staged.sweep(at: UploadTicket.lifetime)
        #expect(staged.count == 2)
        staged.sweep(at: UploadTicket.lifetime + 10)
        #expect(staged.count == 0)
        #expect(staged.add("e", blob(100), ticket(UploadTicket.lifetime), now: UploadTicket.lifetime) == .added)
    }
}
