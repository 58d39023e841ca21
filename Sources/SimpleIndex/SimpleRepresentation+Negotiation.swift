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
        let ranges = HeaderElement.list(accept).compactMap(MediaRange.init)
        if ranges.isEmpty { return .plainHTML }
        let offers = allCases.compactMap { offer in
            MediaRange.best(for: offer, among: ranges).map { (offer: offer, range: $0) }
        }
        guard let heaviest = offers.map(\.range.weight).max(), heaviest > 0 else { return nil }
        let winners = offers.filter { $0.range.weight == heaviest }
        if let named = winners.first(where: { $0.range.scope != .anything }) { return named.offer }
        return winners.contains { $0.offer == .plainHTML } ? .plainHTML : winners.first?.offer
    }

    private init?(format: String) {
        let text = format.utf8.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : HeaderElement.lowercased($0) }
        self.init(mediaType: String(decoding: text, as: UTF8.self))
    }
}
