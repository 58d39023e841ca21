import SimpleIndex
import Testing

@Suite("The list of projects")
struct SimpleProjectListTests {
    private static let projects = [
        SimpleProjectList.Project(name: "zebra", displayName: "zebra"),
        SimpleProjectList.Project(name: "lark-tools", displayName: "Lark.Tools"),
        SimpleProjectList.Project(name: "zebra", displayName: "ZEBRA"),
    ]

    private func text(_ list: SimpleProjectList, _ representation: SimpleRepresentation) -> String {
        String(decoding: list.rendered(as: representation), as: UTF8.self)
    }

    @Test("is this text in JSON")
    func json() {
        #expect(
            text(SimpleProjectList(projects: Self.projects), .json) == """
                {"meta":{"api-version":"1.4"},"projects":[
                {"name":"Lark.Tools"},
                {"name":"zebra"}]}

                """)
    }

    @Test("names projects by normalized name where GitLab does")
    func gitlab() {
        let list = SimpleProjectList(projects: Self.projects, style: .gitlab)
        #expect(text(list, .json).contains("{\"name\":\"lark-tools\"}"))
        #expect(text(list, .html).contains("<a href=\"lark-tools/\">Lark.Tools</a>"))
    }

    @Test("is this text in HTML")
    func html() {
        #expect(
            text(SimpleProjectList(projects: Self.projects, base: "/acme/a&b/pypi/simple/"), .html) == """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="pypi:repository-version" content="1.4">
                <title>Simple index</title>
                </head>
                <body>
                <a href="/acme/a&amp;b/pypi/simple/lark-tools/">Lark.Tools</a><br>
                <a href="/acme/a&amp;b/pypi/simple/zebra/">zebra</a><br>
                </body>
                </html>

                """)
    }

    @Test("is empty where there is nothing")
    func empty() {
        let list = SimpleProjectList(projects: [])
        #expect(text(list, .json) == "{\"meta\":{\"api-version\":\"1.4\"},\"projects\":[]}\n")
        #expect(!text(list, .html).contains("<a"))
    }
}
