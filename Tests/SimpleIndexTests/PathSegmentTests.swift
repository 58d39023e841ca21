import Foundation
import SimpleIndex
import Testing

@Suite("A path segment")
struct PathSegmentTests {
    @Test("keeps what filenames are made of")
    func plain() {
        let text = "lark_tools-1!1.0~x-py3-none-any.whl"
        #expect(PathSegment.encoded(text) == text)
    }

    @Test("encodes a plus sign unless told not to")
    func plus() {
        #expect(PathSegment.encoded("a-1.0+cpu.whl") == "a-1.0%2Bcpu.whl")
        #expect(PathSegment.encoded("a-1.0+cpu.whl", keepsPlus: true) == "a-1.0+cpu.whl")
    }

    @Test("encodes everything that means something in a URL or in HTML")
    func hostile() {
        #expect(
            PathSegment.encoded("a/b?c#d%e\"f<g>h&i'j k\u{0}\\") == "a%2Fb%3Fc%23d%25e%22f%3Cg%3Eh%26i%27j%20k%00%5C")
        #expect(PathSegment.encoded("é") == "%C3%A9")
        #expect(PathSegment.encoded("").isEmpty)
    }

    @Test("gives back each byte when decoded")
    func roundTrip() {
        let text = String(String.UnicodeScalarView((1..<0x3000).compactMap(Unicode.Scalar.init)))
        #expect(PathSegment.encoded(text).removingPercentEncoding == text)
        #expect(PathSegment.encoded(text, keepsPlus: true).removingPercentEncoding == text)
    }
}
