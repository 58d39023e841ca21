/// `Content-Disposition` of a file (RFC 6266), safe for any name.
enum ContentDisposition {
    /// `attachment` with the name: quoted, and once more as UTF-8 (RFC 5987) where it is more than plain ASCII.
    static func attachment(_ filename: String) -> String {
        var plain = ""
        var isPlain = true
        for byte in filename.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "%"), 0..<0x20, 0x7f...0xff:
                isPlain = false
                plain.append("_")
            default: plain.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        if isPlain { return "attachment; filename=\"\(plain)\"" }
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded(filename))"
    }

    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result += byte < 16 ? "%0" : "%"
                result += String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
