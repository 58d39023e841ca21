import Foundation
import HTTPTypes
import RegistryCore
import RegistryServer
import Testing

@Suite("The header Authorization")
struct AuthorizationHeaderTests {
    private func read(_ values: String...) -> Credential {
        var headers = HTTPFields()
        for value in values { headers.append(HTTPField(name: .authorization, value: value)) }
        return AuthorizationHeader.credential(in: headers)
    }

    private func basic(_ text: String) -> String { "Basic " + Data(text.utf8).base64EncodedString() }

    @Test("is a credential in each of its forms")
    func forms() {
        #expect(AuthorizationHeader.credential(in: [:]) == .none)
        #expect(read("Bearer abc") == .bearer("abc"))
        #expect(read("bEARER   abc ") == .bearer("abc"))
        #expect(read("token abc") == .bearer("abc"))
        #expect(read(basic("buildkite:abc")) == .basic(user: "buildkite", password: "abc"))
        #expect(read(basic("abc:")) == .basic(user: "abc", password: ""))
        #expect(read(basic(":abc")) == .basic(user: "", password: "abc"))
        #expect(read(basic("u:a:b:c")) == .basic(user: "u", password: "a:b:c"))
        #expect(read(basic("ü:ß\u{301}")) == .basic(user: "ü", password: "ß\u{301}"))
        #expect(read(basic("u\u{301}:\u{301}x")) == .basic(user: "u\u{301}", password: "\u{301}x"))
    }

    @Test(
        "is somebody's whom nobody knows where it cannot be read, and never nobody's",
        arguments: [
            "", " ", "Basic", "Basic ", "Basic ***", "Basic YWJj", "Digest a=b", "Bearer", "abc",
            "Basic \(Data([0xff, 0x3a, 0xfe]).base64EncodedString())", "Bearer a b", "Bearer ä", "Bearer a\u{0}b",
            "Basic YQA6Yg==", "Basic YQo6Yg==", "Basic " + String(repeating: "QUFB", count: 10_000),
            "Bearer " + String(repeating: "x", count: 20_000),
        ])
    func unreadable(value: String) {
        #expect(read(value) == .bearer(""))
    }

    @Test("is read whatever bytes there are")
    func anyBytes() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0..<64, using: &generator)).map { _ in UInt8.random(in: 0...255) }
            for scheme in ["Basic ", "Bearer ", "token ", ""] {
                for text in [
                    scheme + String(decoding: bytes, as: UTF8.self), scheme + Data(bytes).base64EncodedString(),
                ] {
                    if case .basic(let user, _) = AuthorizationHeader.credential(in: [.authorization: text]) {
                        #expect(!user.utf8.contains(UInt8(ascii: ":")))
                    }
                }
            }
        }
    }

    @Test("is read once: two of them are none that can be believed")
    func twice() {
        #expect(read("Bearer abc", "Bearer abc") == .bearer(""))
    }
}
