internal import CMarkdown

/// Markdown (CommonMark with tables, struck-out text and task lists) as HTML that is safe on a page of ours.
///
/// The library only takes the text apart.  Every tag is written here, and every text escaped: no tag, attribute or
/// address gets through that is not named below.  Raw HTML loses its tags, images become links, links lead to `http` and
/// `https` alone, and headings go below the page's own.
struct MarkdownText {
    /// Bytes of HTML, after which the text is cut.
    static let outputLimitBytes = 1 << 20
    /// Elements inside each other; what is deeper keeps its text only.
    private static let depthLimit = 40
    /// Of the page that it stands on.
    private static let headingLevelAbove: Int32 = 2

    private var html = ""
    /// For each element that was entered, whether its tag was written.
    private var opened: [Bool] = []
    private var openLinks = 0
    private var isCut = false
    private var rowIsHead = false
    /// Of the table that is written: for each column `l`, `c`, `r` or nothing, and the column that comes next.
    private var alignments: [UInt8] = []
    private var column = 0

    /// What `text` looks like; nil where it is too intricate to be rendered, and is better shown as it is.
    static func html(_ text: String) -> (html: String, isCut: Bool)? {
        guard MarkdownGuard.accepts(text) else { return nil }
        _ = extensions
        guard let parser = unsafe cmark_parser_new(CMARK_OPT_VALIDATE_UTF8) else { return nil }
        defer { unsafe cmark_parser_free(parser) }
        for name in extensions {
            if let known = unsafe cmark_find_syntax_extension(name) {
                unsafe cmark_parser_attach_syntax_extension(parser, known)
            }
        }
        var copy = text
        copy.withUTF8 { bytes in
            // SAFETY: the parser copies what it is fed.
            unsafe bytes.withMemoryRebound(to: CChar.self) {
                unsafe cmark_parser_feed(parser, $0.baseAddress, $0.count)
            }
        }
        guard let document = unsafe cmark_parser_finish(parser) else { return nil }
        defer { unsafe cmark_node_free(document) }
        guard let iterator = unsafe cmark_iter_new(document) else { return nil }
        defer { unsafe cmark_iter_free(iterator) }
        var writer = MarkdownText()
        while true {
            let event = unsafe cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = unsafe cmark_iter_get_node(iterator) else { break }
            unsafe writer.take(node, isEntering: event == CMARK_EVENT_ENTER)
        }
        return (writer.html, writer.isCut)
    }

    /// Registered once for the process.  Not the one that finds addresses in plain text: older releases read beyond
    /// its end.
    private static let extensions: [String] = {
        cmark_gfm_core_extensions_ensure_registered()
        return ["table", "strikethrough", "tasklist"]
    }()

    // MARK: - Nodes

    private mutating func take(_ node: OpaquePointer, isEntering: Bool) {
        switch unsafe cmark_node_get_type(node) {
        case CMARK_NODE_DOCUMENT: return
        case CMARK_NODE_TEXT: text(unsafe Self.literal(node))
        case CMARK_NODE_SOFTBREAK: write("\n")
        case CMARK_NODE_LINEBREAK: write("<br>\n")
        case CMARK_NODE_CODE: write("<code>\(PageText.escape(unsafe Self.literal(node)))</code>")
        case CMARK_NODE_CODE_BLOCK:
            write("<pre tabindex=\"0\"><code>\(PageText.escape(unsafe Self.literal(node)))</code></pre>\n")
        case CMARK_NODE_HTML_INLINE: if HTMLText.isLineBreak(unsafe Self.literal(node)) { write("<br>\n") }
        case CMARK_NODE_HTML_BLOCK:
            let plain = HTMLText.withoutTags(unsafe Self.literal(node))
            if !plain.isEmpty { write("<p>\(PageText.escape(plain))</p>\n") }
        case CMARK_NODE_THEMATIC_BREAK: write("<hr>\n")
        case CMARK_NODE_HEADING:
            let level = min(6, unsafe cmark_node_get_heading_level(node) + Self.headingLevelAbove)
            element("h\(level)", isEntering)
        case CMARK_NODE_PARAGRAPH: if unsafe !Self.isInTightList(node) { element("p", isEntering) }
        case CMARK_NODE_BLOCK_QUOTE: element("blockquote", isEntering)
        case CMARK_NODE_LIST: unsafe list(node, isEntering)
        case CMARK_NODE_ITEM:
            element("li", isEntering)
            if isEntering, unsafe Self.kind(node) == "tasklist" {
                write(unsafe cmark_gfm_extensions_get_tasklist_item_checked(node) ? "☑ " : "☐ ")
            }
        case CMARK_NODE_EMPH: element("em", isEntering, endsLine: false)
        case CMARK_NODE_STRONG: element("strong", isEntering, endsLine: false)
        case CMARK_NODE_LINK, CMARK_NODE_IMAGE: unsafe link(node, isEntering)
        default: unsafe addition(node, isEntering)
        }
    }

    private mutating func addition(_ node: OpaquePointer, _ isEntering: Bool) {
        // The types that extensions add have no constants.
        switch unsafe Self.kind(node) {
        case "table":
            // Wide tables are scrolled by themselves, by keyboard too.
            if isEntering {
                element("div", true, attributes: " class=\"scroll\" tabindex=\"0\"")
                alignments = unsafe Self.alignments(of: node)
            }
            element("table", isEntering)
            if !isEntering { element("div", false) }
        case "table_header", "table_row":
            rowIsHead = unsafe Self.kind(node) == "table_header"
            column = 0
            element("tr", isEntering)
        case "table_cell":
            let scope = rowIsHead ? " scope=\"col\"" : ""
            element(rowIsHead ? "th" : "td", isEntering, attributes: scope + (isEntering ? alignment() : ""))
        case "strikethrough": element("del", isEntering, endsLine: false)
        default: break
        }
    }

    /// How the next cell of a row stands, as the stylesheet's class for it.
    private mutating func alignment() -> String {
        defer { column += 1 }
        return switch column < alignments.count ? alignments[column] : 0 {
        case UInt8(ascii: "l"): " class=\"left\""
        case UInt8(ascii: "c"): " class=\"center\""
        case UInt8(ascii: "r"): " class=\"right\""
        default: ""
        }
    }

    private mutating func list(_ node: OpaquePointer, _ isEntering: Bool) {
        guard unsafe cmark_node_get_list_type(node) == CMARK_ORDERED_LIST else { return element("ul", isEntering) }
        let start = unsafe cmark_node_get_list_start(node)
        element("ol", isEntering, attributes: start == 1 ? "" : " start=\"\(start)\"")
    }

    private mutating func link(_ node: OpaquePointer, _ isEntering: Bool) {
        let isImage = unsafe cmark_node_get_type(node) == CMARK_NODE_IMAGE
        if isEntering {
            let address = unsafe Self.text(cmark_node_get_url(node)).flatMap { WebAddress($0) }
            // There are no links in links.
            let isOpen = address != nil && openLinks == 0 && !isCut
            if isOpen, let address { write(Self.tag(to: address)) }
            opened.append(isOpen)
            if isOpen { openLinks += 1 }
            if isImage, unsafe cmark_node_first_child(node) == nil { write("image") }
        } else if opened.popLast() == true {
            html += "</a>"
            openLinks -= 1
        }
    }

    private static func tag(to address: WebAddress) -> String {
        "<a href=\"\(PageText.escape(address.href))\" rel=\"nofollow noopener noreferrer\">"
    }

    // MARK: - Writing

    private mutating func write(_ piece: String) {
        guard html.utf8.count + piece.utf8.count <= Self.outputLimitBytes else {
            isCut = true
            return
        }
        if !isCut { html += piece }
    }

    /// Text, with the addresses in it as links.
    private mutating func text(_ text: String) {
        guard openLinks == 0, text.contains("://") else { return write(PageText.escape(text)) }
        for (word, isSpace) in Self.words(of: text) {
            let bare = word.reversed().drop { ".,;:!?)]}'\"".contains($0) }.reversed()
            if !isSpace, let address = WebAddress(String(bare)) {
                write(Self.tag(to: address) + PageText.escape(String(bare)) + "</a>")
                write(PageText.escape(String(word.dropFirst(bare.count))))
            } else {
                write(PageText.escape(String(word)))
            }
        }
    }

    private static func words(of text: String) -> [(Substring, isSpace: Bool)] {
        var words: [(Substring, isSpace: Bool)] = []
        var rest = text[...]
        while let first = rest.first {
            let isSpace = first == " " || first == "("
            let word = rest.prefix { ($0 == " " || $0 == "(") == isSpace }
            words.append((word, isSpace))
            rest = rest.dropFirst(word.count)
        }
        return words
    }

    private mutating func element(
        _ name: String, _ isEntering: Bool, attributes: String = "", endsLine: Bool = true
    ) {
        if isEntering {
            let isWritten = !isCut && opened.count < Self.depthLimit
            if isWritten { html += "<\(name)\(attributes)>" }
            opened.append(isWritten)
        } else if opened.popLast() == true {
            html += "</\(name)>" + (endsLine ? "\n" : "")
        }
    }
}

// MARK: - The library's strings

extension MarkdownText {
    fileprivate static func literal(_ node: OpaquePointer) -> String {
        unsafe text(cmark_node_get_literal(node)) ?? ""
    }

    /// A copy of a string that the library owns.
    fileprivate static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        unsafe pointer.map { unsafe String(cString: $0) }
    }

    /// What the library calls a node.
    fileprivate static func kind(_ node: OpaquePointer) -> String {
        unsafe text(cmark_node_get_type_string(node)) ?? ""
    }

    /// How the columns of a table stand.
    fileprivate static func alignments(of table: OpaquePointer) -> [UInt8] {
        let count = Int(unsafe cmark_gfm_extensions_get_table_columns(table))
        guard let first = unsafe cmark_gfm_extensions_get_table_alignments(table) else { return [] }
        // SAFETY: the library has one byte for each column, for as long as the document lives.
        return unsafe Array(UnsafeBufferPointer(start: first, count: count))
    }

    /// Whether a paragraph is all that a list's item shows, so that it needs no tag.
    fileprivate static func isInTightList(_ node: OpaquePointer) -> Bool {
        guard let item = unsafe cmark_node_parent(node), let list = unsafe cmark_node_parent(item) else { return false }
        return unsafe cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list) != 0
    }
}
