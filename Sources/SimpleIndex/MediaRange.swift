/// One element of an `Accept` header: a media type or a range of them, and its weight (RFC 9110, section 12.5.1).
struct MediaRange: Equatable {
    /// What it covers; greater is more specific.
    enum Scope: Int, Comparable {
        case anything, anySubtype, type

        static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
    }

    /// Lower case, without parameters.
    let text: String
    let scope: Scope
    /// `q` in thousandths: 0 excludes.
    let weight: Int

    /// Nil for what is no media range.
    init?(_ element: HeaderElement) {
        guard let scope = Self.scope(of: element.name) else { return nil }
        text = String(decoding: element.name, as: UTF8.self)
        self.scope = scope
        weight = element.weight
    }

    /// The range that decides about an offer: the most specific that matches, of several the heaviest.
    static func best(for offer: SimpleRepresentation, among ranges: [MediaRange]) -> MediaRange? {
        ranges.filter { $0.matches(offer) }.max { ($0.scope, $0.weight) < ($1.scope, $1.weight) }
    }

    private func matches(_ offer: SimpleRepresentation) -> Bool {
        switch scope {
        case .anything: true
        case .anySubtype: offer.mediaType.utf8.starts(with: text.utf8.dropLast())
        case .type: SimpleRepresentation(mediaType: text) == offer
        }
    }

    private static func scope(of name: [UInt8]) -> Scope? {
        let halves = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isTokenByte) }) else { return nil }
        let star = [UInt8(ascii: "*")][...]
        switch (halves[0] == star, halves[1] == star) {
        case (true, true): return .anything
        case (true, false): return nil
        case (false, true): return .anySubtype
        case (false, false): return .type
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
