internal import CXML2

/// The start tags of an HTML document, one after the other, by libxml2's parser, which mends what is malformed the way
/// it always has.
///
/// Nothing but the bytes given is looked at: the parser opens no file and no connection, and knows only the entities
/// that HTML 4 has, each of which is one character.
enum HTMLTags {
    typealias Visitor = (_ name: String, _ attributes: [String: String]) throws(PageReadingError) -> Void

    /// Attributes of one tag that are looked at.
    private static let attributeLimit = 64

    /// What the parser's callbacks share.
    @safe
    private final class Scan {
        let depthLimit: Int
        let visit: Visitor
        var depth = 0
        var failure: PageReadingError?
        // SAFETY: set before the parser runs, and freed after it has ended.
        var context: htmlParserCtxtPtr?

        init(depthLimit: Int, visit: @escaping Visitor) {
            self.depthLimit = depthLimit
            self.visit = visit
        }

        func open(_ name: UnsafePointer<xmlChar>?, _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
            guard failure == nil else { return }
            depth += 1
            do throws(PageReadingError) {
                guard depth <= depthLimit else { throw .tooDeep(limit: depthLimit) }
                guard let name = unsafe name else { return }
                let tag = unsafe String(cString: name)
                // Attributes of all other tags would be copied for nothing.
                guard tag == "a" || tag == "meta" || tag == "base" else { return }
                try visit(tag, unsafe Self.attributes(list))
            } catch {
                failure = error
                unsafe xmlStopParser(context)
            }
        }

        func close() { depth -= 1 }

        private static func attributes(
            _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
        ) -> [String: String] {
            var attributes: [String: String] = [:]
            guard let list = unsafe list else { return attributes }
            // Names and values in turn, up to a name that is not there.
            for index in 0..<attributeLimit {
                guard let name = unsafe list[2 * index] else { break }
                let value = unsafe list[2 * index + 1].map { unsafe String(cString: $0) } ?? ""
                let key = unsafe String(cString: name).lowercased()
                // Of several with one name the first counts, as in browsers.
                if attributes[key] == nil { attributes[key] = value }
            }
            return attributes
        }
    }

    private static let isReady: Void = xmlInitParser()

    /// Calls `visit` with each `a`, `base` and `meta` tag, by lower-case names; attributes without a value are empty.
    /// - Parameter bytes: in UTF-8; what is not is replaced by U+FFFD.
    static func scan(_ bytes: [UInt8], depthLimit: Int, _ visit: Visitor) throws(PageReadingError) {
        _ = isReady
        guard bytes.count < Int(Int32.max) else { throw .tooLong(limitBytes: Int(Int32.max) - 1) }
        // The parser would take it for the end, and the rest of the page would be silently gone.
        guard !bytes.contains(0) else { throw .malformed("it has a NUL character") }
        var text = String(validating: bytes, as: UTF8.self) ?? String(decoding: bytes, as: UTF8.self)
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        if text.isEmpty { return }
        let failure = try withoutActuallyEscaping(visit) { (visit) throws(PageReadingError) in
            let scan = Scan(depthLimit: depthLimit, visit: visit)
            try parse(text, scan)
            return scan.failure
        }
        if let failure { throw failure }
    }

    private static func parse(_ text: String, _ scan: Scan) throws(PageReadingError) {
        guard let context = unsafe htmlNewParserCtxt() else { throw .malformed("there is no memory to read it") }
        defer { unsafe htmlFreeParserCtxt(context) }
        var handler = unsafe xmlSAXHandler()
        unsafe handler.startElement = { data, name, attributes in
            guard let data = unsafe data else { return }
            unsafe Unmanaged<Scan>.fromOpaque(data).takeUnretainedValue().open(name, attributes)
        }
        unsafe handler.endElement = { data, _ in
            guard let data = unsafe data else { return }
            unsafe Unmanaged<Scan>.fromOpaque(data).takeUnretainedValue().close()
        }
        guard let sax = unsafe context.pointee.sax else { throw .malformed("there is no memory to read it") }
        unsafe sax.pointee = handler
        unsafe context.pointee.userData = Unmanaged.passUnretained(scan).toOpaque()
        unsafe scan.context = context
        let options = HTML_PARSE_NONET.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
        var text = text
        text.withUTF8 { utf8 in
            unsafe utf8.withMemoryRebound(to: CChar.self) { characters in
                // Without the callbacks that would build one there is no document to be freed.
                _ = unsafe htmlCtxtReadMemory(
                    context, characters.baseAddress, Int32(characters.count), nil, "UTF-8",
                    Int32(bitPattern: options))
            }
        }
        unsafe scan.context = nil
    }
}
