import HTTPTypes
import Testing

@testable import RegistryServer

@Suite("Conditions on files")
struct FileConditionTests {
    @Test(
        "a range is a part, the whole, or nothing",
        arguments: [
            ("bytes=0-0", ByteRange.part(0..<1)), ("bytes=0-99", .part(0..<100)), ("bytes=10-", .part(10..<100)),
            ("bytes=-1", .part(99..<100)), ("bytes=-1000", .part(0..<100)), ("BYTES=5-5", .part(5..<6)),
            ("bytes=90-1000", .part(90..<100)), ("bytes=0-99999999999999999999999", .part(0..<100)),
            ("bytes=100-", .unsatisfiable), ("bytes=-0", .unsatisfiable), ("bytes=100-200", .unsatisfiable),
            ("bytes=99999999999999999999999-", .unsatisfiable),
            ("bytes=5-4", .whole), ("bytes=", .whole), ("bytes=-", .whole), ("bytes=a-b", .whole),
            ("bytes=+1-2", .whole),
            ("bytes= 1-2", .whole), ("bytes=1-2 ", .whole), ("bytes=0-1,3-4", .whole), ("bytes=--1", .whole),
            ("lines=0-1", .whole), ("0-1", .whole), ("", .whole), ("bytes=0-0-0", .whole), ("bytes=0x1-2", .whole),
            ("bytes=" + String(repeating: "0-1,", count: 5000) + "0-1", .whole),
        ])
    func range(field: String, expected: ByteRange) {
        #expect(ByteRange(field, size: 100) == expected)
    }

    @Test("nothing of an empty file can be had")
    func emptyFile() {
        #expect(ByteRange("bytes=0-", size: 0) == .unsatisfiable)
        #expect(ByteRange("bytes=-5", size: 0) == .unsatisfiable)
        #expect(ByteRange(nil, size: 0) == .whole)
    }

    @Test(
        "a tag is found in lists, weak or not, and nowhere in rubbish",
        arguments: [
            ("\"abc\"", true), ("W/\"abc\"", true), ("\"x\", \"abc\"", true), ("\"x\",W/\"abc\" , \"y\"", true),
            ("*", true),
            ("\"a,b\", \"abc\"", true), ("abc", false), ("\"abc", false), ("\"ABC\"", false), ("", false),
            (",,,", false),
            ("\"x\" \"abc\"", true), ("w/\"abc\"", false), ("\"abcd\"", false),
        ])
    func tag(field: String, isMatch: Bool) {
        #expect(EntityTag("abc").matches(weak: field) == isMatch)
    }

    @Test("a strong comparison passes weak tags over")
    func strong() {
        #expect(!EntityTag("abc").matches(strong: "W/\"abc\""))
        #expect(EntityTag("abc").matches(strong: "W/\"abc\", \"abc\""))
    }

    @Test("tags win over times")
    func precedence() {
        let tag = EntityTag("abc")
        let later = HTTPDate(seconds: 2000).text
        #expect(tag.isFresh([.ifModifiedSince: later], modified: 1000))
        #expect(!tag.isFresh([.ifModifiedSince: HTTPDate(seconds: 999).text], modified: 1000))
        #expect(!tag.isFresh([.ifNoneMatch: "\"x\"", .ifModifiedSince: later], modified: 1000))
        #expect(!tag.isFresh([.ifModifiedSince: "yesterday"], modified: 1000))
        #expect(!tag.isFresh([:], modified: 1000))
    }

    @Test(
        "a time is written and read again",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
            (1_772_600_767, "Wed, 04 Mar 2026 05:06:07 GMT"), (68_169_600, "Tue, 29 Feb 1972 00:00:00 GMT"),
        ])
    func date(seconds: Int64, text: String) {
        #expect(HTTPDate(seconds: seconds).text == text)
        #expect(HTTPDate(text)?.seconds == seconds)
    }

    @Test(
        "what is no such time is none",
        arguments: [
            "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, +6 Nov 1994 08:49:37 GMT", "",
        ])
    func noDate(text: String) { #expect(HTTPDate(text) == nil) }

    @Test(
        "a filename cannot leave its field",
        arguments: [
            ("demo-1.0.tar.gz", "attachment; filename=\"demo-1.0.tar.gz\""),
            ("a\"b\\c.whl", "attachment; filename=\"a_b_c.whl\"; filename*=UTF-8''a%22b%5Cc.whl"),
            ("ü\r\n.whl", "attachment; filename=\"____.whl\"; filename*=UTF-8''%C3%BC%0D%0A.whl"),
            ("demo-1.0+local.whl", "attachment; filename=\"demo-1.0+local.whl\""),
        ])
    func disposition(filename: String, expected: String) {
        #expect(ContentDisposition.attachment(filename) == expected)
    }
}
