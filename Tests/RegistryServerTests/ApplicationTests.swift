import HTTPTypes
import HummingbirdCore
import NIOCore
import RegistryServer
import Testing

@Suite("The application")
struct ApplicationTests {
    /// A few routes that say what they took.
    private struct Echo: Dialect {
        static let name = DialectName.gitlab

        init(_ services: Services) {}

        func addRoutes(to routes: inout RouteTable) {
            routes.get("/orgs/{org}/{file}") { _, context in
                PlainAnswer.of(.ok, "\(context.parameters["org"])|\(context.parameters["file"])")
            }
            routes.get("/orgs/fixed/list") { _, _ in PlainAnswer.of(.ok, "list") }
            routes.post("/orgs/{org}") { _, _ in throw HTTPProblem(.conflict, "there already") }
            routes.get("/{any}/simple") { _, context in PlainAnswer.of(.ok, context.parameters["any"]) }
            routes.get("/rest/{all...}") { _, context in PlainAnswer.of(.ok, context.parameters["all"]) }
        }

        func response(to error: any Error, _ request: Request, _ context: ServerContext) -> Response {
            PlainAnswer.to(error)
        }
    }

    @Test("answers that it is alive")
    func alive() async throws {
        try await LiveServer.with { server in
            let answer = try await server.request("GET", "/healthz")
            #expect(answer.status == 200)
            #expect(answer.text == "ok\n")
            #expect(answer.header("date") != nil)
            #expect(answer.header("server") == nil)
        }
    }

    @Test("routes what is decoded, a literal before a capture, with a way back")
    func routes() async throws {
        try await LiveServer.with(dialects: [Echo.self]) { server in
            for (path, body) in [
                ("/orgs/acme/x.whl", "acme|x.whl"), ("/orgs/fixed/list", "list"), ("/orgs/fixed/other", "fixed|other"),
                ("//orgs///acme/x.whl/", "acme|x.whl"), ("/orgs/acme%2Flib/a%2Bb", "acme/lib|a+b"),
                ("/%6Frgs/acme/x", "acme|x"), ("/orgs/simple", "orgs"), ("/rest/a/b%20c", "a/b c"),
            ] {
                let answer = try await server.request("GET", path)
                #expect(answer.status == 200, "\(path)")
                #expect(answer.text == body + "\n", "\(path)")
            }
        }
    }

    @Test(
        "refuses paths that could mean something else",
        arguments: [
            "/orgs/a/%2e%2e", "/orgs/a/..", "/orgs/%00/b", "/orgs/a%5Cb/c", "/orgs/a/%zz", "/orgs/a/%ff", "/a/%2",
        ])
    func badPaths(path: String) async throws {
        try await LiveServer.with(dialects: [Echo.self]) { server in
            let raw = try await server.head("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(raw.hasPrefix("HTTP/1.1 400 "), "\(raw)")
        }
    }

    @Test("says which methods a path knows, and lets a dialect word errors")
    func methods() async throws {
        try await LiveServer.with(dialects: [Echo.self]) { server in
            let wrong = try await server.request("DELETE", "/orgs/acme")
            #expect(wrong.status == 405)
            #expect(wrong.header("allow") == "POST")
            let simple = try await server.request("POST", "/x/simple")
            #expect(simple.status == 405)
            #expect(simple.header("allow") == "GET, HEAD")
            let conflict = try await server.request("POST", "/orgs/acme")
            #expect(conflict.status == 409)
            #expect(conflict.text == "there already\n")
            let head = try await server.request("HEAD", "/orgs/acme/x")
            #expect(head.status == 200)
            #expect(head.header("content-length") == "7")
            #expect(try await server.request("GET", "/nothing/here/at/all").status == 404)
        }
    }
}
