import Testing

@testable import Inspection

@Suite("A RECORD file")
struct RecordFileTests {
    private func paths(_ text: String) -> [String]? {
        RecordFile(parsing: Array(text.utf8), maximumRows: 10)?.rows.map { String(decoding: $0.path, as: UTF8.self) }
    }

    @Test(
        "is read as CSV",
        arguments: [
            ("", []), ("a,,\n", ["a"]), ("a,h,1\nb,,", ["a", "b"]), ("a,,\r\n\r\nb,,\r\n", ["a", "b"]),
            ("\"a,b\",h,1\n", ["a,b"]), ("\"a\"\"b\",,\n", ["a\"b"]), ("\u{FEFF}a,,\n", ["a"]), ("a,,,\n", ["a"]),
            ("\"a\nb\",,\n", ["a\nb"]),
        ] as [(String, [String])])
    func isRead(text: String, expected: [String]) {
        #expect(paths(text) == expected)
    }

    @Test(
        "is refused",
        arguments: ["a\n", "a,b\n", "a,b,c,d\n", "a,b,c,d,e\n", "\"a,,\n", "\"a\"b,,\n", ",,\n", "a,,\nb\n"])
    func isRefused(text: String) {
        #expect(paths(text) == nil)
    }

    @Test("is refused with more rows than asked for, or if it is not UTF-8")
    func limits() {
        #expect(paths(String(repeating: "a,,\n", count: 10))?.count == 10)
        #expect(paths(String(repeating: "a,,\n", count: 11)) == nil)
        #expect(RecordFile(parsing: [0xFF, 0x2C, 0x2C], maximumRows: 10) == nil)
    }
}
