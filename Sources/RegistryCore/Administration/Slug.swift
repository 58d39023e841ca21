/// The part of a path that stands for an organization or a registry: 1 to 100 of `a`–`z`, `0`–`9`, in words that
/// single hyphens join.  An organization's may have underscores, too.
enum Slug {
    static let maximumBytes = 100

    /// Whether `text` is one.
    static func isValid(_ text: some StringProtocol, allowsUnderscores: Bool) -> Bool {
        var previous = UInt8(ascii: "-")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-") where isWord(previous): break
            case UInt8(ascii: "_") where allowsUnderscores && isWord(previous): break
            default: return false
            }
            previous = byte
        }
        return isWord(previous) && text.utf8.count <= maximumBytes
    }

    /// The slug of a display name: lower case, everything that is no ASCII letter or digit a single hyphen; nil
    /// where nothing is left.  `My Python packages` gives `my-python-packages`.
    static func kebabCase(_ name: String) -> String? {
        var slug: [UInt8] = []
        for byte in name.utf8 where slug.count < maximumBytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): slug.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): slug.append(byte | 0x20)
            default: if let last = slug.last, isWord(last) { slug.append(UInt8(ascii: "-")) }
            }
        }
        if slug.last == UInt8(ascii: "-") { slug.removeLast() }
        return slug.isEmpty ? nil : String(decoding: slug, as: UTF8.self)
    }

    private static func isWord(_ byte: UInt8) -> Bool { byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_") }
}
