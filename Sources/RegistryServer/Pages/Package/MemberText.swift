/// A member of an archive as text, where it is text.
struct MemberText {
    /// Nil for bytes that are none: with a zero in them, or no UTF-8.
    let text: String?
    let isCut: Bool

    /// - Parameters:
    ///   - bytes: the beginning of it.
    ///   - limit: how many of them are shown; more were read where there are more.
    init(_ bytes: [UInt8], limit: Int) {
        isCut = bytes.count > limit
        var shown = bytes.prefix(limit)
        // A character may be cut in two: what is left of it goes.
        if isCut, let start = shown.lastIndex(where: { $0 & 0xc0 != 0x80 }), start > shown.endIndex - 4,
            String(validating: shown[start...], as: UTF8.self) == nil
        {
            shown = shown[..<start]
        }
        if shown.starts(with: [0xef, 0xbb, 0xbf]) { shown = shown.dropFirst(3) }
        text = shown.contains(0) ? nil : String(validating: shown, as: UTF8.self)
    }
}
