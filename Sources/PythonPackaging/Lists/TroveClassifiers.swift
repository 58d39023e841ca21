/// The classifiers that PyPI knew when the list was made.
enum TroveClassifiers {
    /// What the list says of one.
    enum Standing: Hashable {
        case known
        /// PyPI takes it no more.
        case withdrawn
        /// Below a category of the list; may be younger than the list.
        case unknown
        /// Its category is none.
        case unknownCategory
    }

    static func standing(of classifier: String) -> Standing {
        if let known = list[classifier] { return known }
        let category = classifier.utf8.split(separator: UInt8(ascii: ":")).first.map(\.trimmingASCIIWhitespace.asText)
        return categories.contains(category ?? "") ? .unknown : .unknownCategory
    }

    /// All classifiers that are not withdrawn.
    static var known: some Sequence<String> { list.lazy.filter { $0.value == .known }.map(\.key) }

    private static let categories = Set(
        list.keys.compactMap { $0.utf8.split(separator: UInt8(ascii: ":")).first?.trimmingASCIIWhitespace.asText })

    private static let list: [String: Standing] = {
        var list: [String: Standing] = [:]
        var parts: [String] = []
        for entry in text.split(separator: "|") {
            let isWithdrawn = entry.first == "-"
            let rest = isWithdrawn ? entry.dropFirst() : entry
            guard let shared = rest.first?.wholeNumberValue else { preconditionFailure("a count comes first") }
            parts = parts.prefix(shared) + rest.dropFirst().split(separator: " :: ").map(String.init)
            list[parts.joined(separator: " :: ")] = isWithdrawn ? .withdrawn : .known
        }
        return list
    }()
}
