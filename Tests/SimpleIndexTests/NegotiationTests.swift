import SimpleIndex
import Testing

@Suite("A client is served")
struct NegotiationTests {
    static let json = "application/vnd.pypi.simple.v1+json"
    static let html = "application/vnd.pypi.simple.v1+html"

    struct Case: Sendable, CustomTestStringConvertible {
        let accept: [String]
        let expected: SimpleRepresentation?
        var testDescription: String { "\(accept)" }

        init(_ accept: String..., gets expected: SimpleRepresentation?) {
            self.accept = accept
            self.expected = expected
        }
    }

    static let clientsCases: [Case] = [
        // pip, uv, poetry, browsers, curl, and tools that say nothing
        Case("\(json), \(html);q=0.1, text/html;q=0.01", gets: .json),
        Case("\(json), \(html);q=0.2, text/html;q=0.01", gets: .json),
        Case("\(json), */*;q=0.1", gets: .json),
        Case("text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8", gets: .plainHTML),
        Case("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", gets: .plainHTML),
        Case("*/*", gets: .plainHTML),
        Case("text/html", gets: .plainHTML),
        Case(html, gets: .html),
        Case(json, gets: .json),
        Case(gets: .plainHTML),
    ]

    static let weightsCases: [Case] = [
        Case("\(json);q=0.1, \(html);q=0.9", gets: .html),
        Case("\(json);q=0.001, \(html);q=0.002, text/html;q=0.003", gets: .plainHTML),
        Case("\(json);q=0.899, \(html);q=0.9", gets: .html),
        Case("\(json);q=1.000, \(html);q=0.999", gets: .json),
        Case("\(html), \(json), text/html", gets: .json),
        Case("text/html, \(html)", gets: .html),
        Case("\(json) ; Q = 0.1 , text/html ;\tq=0.2", gets: .plainHTML),
        Case("\(json);charset=utf-8;q=0.1, text/html;level=1;q=0.2", gets: .plainHTML),
        Case("text/html;q=0.5;ext=1", gets: .plainHTML),
        Case("\(json);q=0, */*", gets: .plainHTML),
        Case("text/html;q=0, */*", gets: .json),
        Case("text/html;q=0, \(json);q=0, */*", gets: .html),
        Case("application/*", gets: .json),
        Case("application/*;q=0.1, text/*;q=0.2", gets: .plainHTML),
        Case("text/*", gets: .plainHTML),
        Case("application/*, \(json);q=0", gets: .html),
        Case("*/*;q=0.9, \(html);q=0.1", gets: .plainHTML),
        Case("text/html;q=0.2, */*;q=0.9", gets: .json),
        Case("text/html, */*", gets: .plainHTML),
        Case("\(json);q=0.5, \(json);q=0.1, text/html;q=0.3", gets: .json),
    ]

    static let spellingsCases: [Case] = [
        Case("APPLICATION/VND.PYPI.SIMPLE.V1+JSON", gets: .json),
        Case("application/vnd.pypi.simple.latest+json", gets: .json),
        Case("application/vnd.pypi.simple.latest+html", gets: .html),
        Case("application/vnd.pypi.simple.v2+json, application/vnd.pypi.simple.v1+html", gets: .html),
        Case("image/png", json, gets: .json),
        Case("text/html;q=0.1", "\(json);q=0.2", gets: .json),
        Case(",, ,\(json),,", gets: .json),
        Case(#"text/html;x="a, b;q=0";q=0.3, \#(html);q=0.2"#, gets: .plainHTML),
        Case(#"text/html;x="\", ", \#(json);q=0.2"#, gets: .plainHTML),
    ]

    static let refusalsCases: [Case] = [
        Case("image/png", gets: nil),
        Case("application/json", gets: nil),
        Case("application/vnd.pypi.simple.v2+json", gets: nil),
        Case("*/*;q=0", gets: nil),
        Case("text/html;q=0", gets: nil),
        Case("\(json);q=0, image/png", gets: nil),
        Case("\(json);q=0.000", gets: nil),
    ]

    static let malformedCases: [Case] = [
        Case("", gets: .plainHTML),
        Case(" , ;q=1", gets: .plainHTML),
        Case("garbage", gets: .plainHTML),
        Case("text", json, gets: .json),
        Case("*/html, \(json);q=0.1", gets: .json),
        Case("text/html/x, \(json)", gets: .json),
        Case("/json", gets: .plainHTML),
        Case("\(json);q=banana, text/html;q=0.5", gets: .json),
        Case("\(json);q=-1", gets: .json),
        Case("\(json);q=", gets: .json),
        Case("\(json);q=.", gets: .json),
        Case("\(json);q=0.1234567, text/html;q=0.1229999", gets: .json),
        Case("\(json);q=0.1, text/html;q=7", gets: .plainHTML),
        Case("\(json);q=0.0x, text/html;q=0.5", gets: .json),
        Case("\(json);q=0.99999999999999999999999999", gets: .json),
        Case("\"\(json)", gets: .plainHTML),
        Case("\u{0}\u{FFFF}é/é, \(json)", gets: .json),
    ]

    @Test("what it prefers, as real clients say it", arguments: clientsCases)
    func clients(_ asked: Case) {
        #expect(SimpleRepresentation.negotiated(accept: asked.accept) == asked.expected)
    }

    @Test("by weight, and by the most specific range", arguments: weightsCases)
    func weights(_ asked: Case) {
        #expect(SimpleRepresentation.negotiated(accept: asked.accept) == asked.expected)
    }

    @Test("whatever the spelling", arguments: spellingsCases)
    func spellings(_ asked: Case) {
        #expect(SimpleRepresentation.negotiated(accept: asked.accept) == asked.expected)
    }

    @Test("nothing where nothing it takes is there", arguments: refusalsCases)
    func refusals(_ asked: Case) {
        #expect(SimpleRepresentation.negotiated(accept: asked.accept) == asked.expected)
    }

    @Test("something when its header is malformed", arguments: malformedCases)
    func malformed(_ asked: Case) {
        #expect(SimpleRepresentation.negotiated(accept: asked.accept) == asked.expected)
    }

    @Test("what the query says before what the header says")
    func format() {
        let negotiated = { SimpleRepresentation.negotiated(accept: ["text/html"], format: $0) }
        #expect(negotiated(Self.json) == .json)
        #expect(negotiated("application/vnd.pypi.simple.v1 json") == .json)
        #expect(negotiated("Application/VND.pypi.simple.v1+HTML") == .html)
        #expect(negotiated("application/vnd.pypi.simple.latest+json") == .json)
        #expect(negotiated("text/html") == .plainHTML)
        for unknown in [nil, "", "json", "application/json", "text/html;q=0", "*/*"] {
            #expect(negotiated(unknown) == .plainHTML)
        }
        #expect(SimpleRepresentation.negotiated(accept: ["image/png"], format: Self.json) == .json)
        #expect(SimpleRepresentation.negotiated(accept: ["image/png"], format: "json") == nil)
    }

    @Test("in time that grows with the header's length", .timeLimit(.minutes(1)))
    func long() {
        let header = String(repeating: "text/html;q=0.5;", count: 100_000) + String(repeating: ",", count: 1_000_000)
        #expect(SimpleRepresentation.negotiated(accept: [header]) == .plainHTML)
        let quoted = "text/html;x=\"" + String(repeating: "\\\",", count: 500_000)
        #expect(SimpleRepresentation.negotiated(accept: [quoted]) == .plainHTML)
    }

    @Test("with the media type of version 1")
    func mediaTypes() {
        #expect(SimpleRepresentation.json.contentType == Self.json)
        #expect(SimpleRepresentation.html.contentType == "\(Self.html); charset=utf-8")
        #expect(SimpleRepresentation.plainHTML.contentType == "text/html; charset=utf-8")
        #expect(SimpleRepresentation.allCases.map(\.mediaType) == [Self.json, Self.html, "text/html"])
    }
}
