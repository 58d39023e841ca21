import HTTPTypes
import HummingbirdCore
import NIOCore
import Testing

@testable import RegistryServer

@Suite("A JSON body")
struct JSONBodyTests {
    private func read(_ text: String, limitBytes: Int = 1000) async throws -> JSONBody {
        let head = HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/")
        return try await JSONBody.read(
            Request(head: head, body: RequestBody(buffer: ByteBuffer(string: text))), limitBytes: limitBytes)
    }

    @Test("tells a key that is not there from null")
    func absence() async throws {
        let body = try await read(#"{"emoji":null,"name":"é\u0000","list":[1,2.5,true,{"a":"b"}]}"#)
        #expect(body["description"] == nil)
        #expect(body["emoji"] == .null)
        #expect(body["name"] == .string("é\0"))
        #expect(body["list"] == .array([.integer(1), .number(2.5), .boolean(true), .object(["a": .string("b")])]))
        #expect(body["list"]?.text == #"[1,2.5,true,{"a":"b"}]"#)
        #expect(try await read("")["name"] == nil)
    }

    @Test(
        "is an object and nothing else",
        arguments: [
            "[]", "1", "null", "{", "{}{}", "name=x", #"{"a":1e999}"#, #"{"a":"\ud800"}"#, "\u{FEFF}[1]",
            #"{"a":NaN}"#, #"{'a':1}"#, String(repeating: "[", count: 900),
            #"{"a":"# + String(repeating: "[", count: 700) + String(repeating: "]", count: 700) + "}",
        ])
    func malformed(text: String) async throws {
        await #expect(throws: JSONBody.Problem.notAnObject) { try await read(text, limitBytes: 2000) }
    }

    @Test("is read to its limit and no further")
    func limit() async throws {
        let text = #"{"a":"123"}"#
        #expect(try await read(text, limitBytes: text.utf8.count)["a"] == .string("123"))
        await #expect(throws: JSONBody.Problem.tooLong(limitBytes: 10)) { try await read(text, limitBytes: 10) }
    }

    @Test("is written with null for what there is not, and with its keys in order")
    func answer() throws {
        struct Value: Encodable {
            let z = Nullable("é/\"\u{1}")
            let a = Nullable<String>(nil)
        }
        #expect(String(decoding: try JSONAnswer.bytes(of: Value()), as: UTF8.self) == #"{"a":null,"z":"é/\"\u0001"}"#)
    }

    @Test(
        "writes moments to the second, downwards",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_772_600_767_999, "2026-03-04T05:06:07Z"), (-1, "1969-12-31T23:59:59Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
        ])
    func moments(milliseconds: Int64, text: String) {
        #expect(Timestamp.text(milliseconds) == text)
    }
}
