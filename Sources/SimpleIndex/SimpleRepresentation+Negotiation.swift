extension SimpleRepresentation {
    /// The form to serve, by what the client asked for (RFC 9110, section 12.5.1; PEP 691).
    ///
    /// For each form the most specific range that matches it decides its weight; the greatest weight wins. Of equal
    /// ones those win that were asked for by more than `*/*`, then JSON, then HTML. Who asks for nothing or for just
    /// anything gets `text/html`, as browsers and very old installers expect.
    /// - Parameters:
    ///   - accept: the lines of the `Accept` header, in their order; none where there is no such header.
    ///   - format: the `format` of the query, with or without its `+` taken for a space. It beats `accept` where it
    ///     names a form that there is.
    /// - Returns: nil where nothing there is may be served (406).
    public static func negotiated(accept: [String], format: String? = nil) -> SimpleRepresentation? {
        if let format, let asked = SimpleRepresentation(format: format) { return asked }
        let forms = AcceptedForms(accept)
        return forms.isEmpty ? .plainHTML : forms.best
    }

    private init?(format: String) {
        let text = String(decoding: format.utf8.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : $0 }, as: UTF8.self)
        self.init(mediaType: text.utf8Span.span)
    }
}
