/// A long description, ready to be shown.
struct PackageDescription: Sendable, Equatable {
    /// Safe HTML; nil where it is shown as it is.
    let html: String?
    /// The text as it is; nil where there is HTML, or nothing.
    let text: String?
    /// Whether there is more than is shown.
    let isCut: Bool

    /// Bytes of a text that are shown.
    static let limitBytes = MarkdownGuard.limitBytes

    /// - Parameter type: as the metadata says; reStructuredText where it does not.
    init(_ description: String?, type: String?) {
        guard let description, !description.allSatisfy(\.isWhitespace) else {
            (html, text, isCut) = (nil, nil, false)
            return
        }
        var shown =
            description.unicodeScalars.first == "\u{feff}"
            ? String(description.unicodeScalars.dropFirst()) : description
        var isCut = shown.utf8.count > Self.limitBytes
        if isCut { shown = Self.lines(of: shown, limitBytes: Self.limitBytes) }
        let isMarkdown = type?.lowercased().hasPrefix("text/markdown") ?? false
        if isMarkdown, let rendered = MarkdownText.html(shown) {
            (html, text) = (rendered.html, nil)
            isCut = isCut || rendered.isCut
        } else {
            (html, text) = (nil, shown)
        }
        self.isCut = isCut
    }

    /// Bytes in memory.
    var footprint: Int { (html?.utf8.count ?? 0) + (text?.utf8.count ?? 0) }

    /// The first whole lines of a text, or the part of its first line that there is room for.
    static func lines(of text: String, limitBytes: Int) -> String {
        let bytes = text.utf8.prefix(limitBytes)
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
