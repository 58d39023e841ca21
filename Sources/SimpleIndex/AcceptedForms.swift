/// What an `Accept` header says of the forms of a page (RFC 9110, section 12.5.1).
struct AcceptedForms {
    /// What a weight was given for; greater is more specific.
    private enum Scope: Int, Comparable {
        case anything, anySubtype, type

        static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
    }

    /// The most specific range that matches a form; of several such the heaviest.
    private struct Decision {
        var scope: Scope
        var weight: Int

        mutating func consider(_ other: Decision) {
            if (scope, weight) < (other.scope, other.weight) { self = other }
        }
    }

    private var json: Decision?
    private var html: Decision?
    private var plainHTML: Decision?
    /// Whether there is a media range at all.
    private(set) var isEmpty = true

    /// - Parameter lines: of the header. What is no media range is skipped.
    init(_ lines: [String]) {
        var forms = AcceptedForms()
        WeightedList.visit(lines) { name, weight in forms.add(name, weight) }
        self = forms
    }

    private init() {}

    /// The form to serve; nil where every one is refused.
    var best: SimpleRepresentation? {
        let heaviest = max(json?.weight ?? 0, html?.weight ?? 0, plainHTML?.weight ?? 0)
        guard heaviest > 0 else { return nil }
        func wins(_ decision: Decision?, asNamed: Bool) -> Bool {
            guard let decision, decision.weight == heaviest else { return false }
            return !asNamed || decision.scope != .anything
        }
        for (form, decision) in [(SimpleRepresentation.json, json), (.html, html), (.plainHTML, plainHTML)]
        where wins(decision, asNamed: true) {
            return form
        }
        if wins(plainHTML, asNamed: false) { return .plainHTML }
        return wins(json, asNamed: false) ? .json : .html
    }

    private mutating func add(_ name: Span<UInt8>, _ weight: Int) {
        guard let slash = Self.slash(in: name) else { return }
        isEmpty = false
        let type = Decision(scope: .type, weight: weight)
        if let form = SimpleRepresentation(mediaType: name) {
            switch form {
            case .json: Self.consider(type, for: &json)
            case .html: Self.consider(type, for: &html)
            case .plainHTML: Self.consider(type, for: &plainHTML)
            }
        } else if slash == name.count - 2, name[slash + 1] == UInt8(ascii: "*") {
            if WeightedList.isSame(name, "*/*") {
                let anything = Decision(scope: .anything, weight: weight)
                Self.consider(anything, for: &json)
                Self.consider(anything, for: &html)
                Self.consider(anything, for: &plainHTML)
            } else if WeightedList.isSame(name, "application/*") {
                Self.consider(Decision(scope: .anySubtype, weight: weight), for: &json)
                Self.consider(Decision(scope: .anySubtype, weight: weight), for: &html)
            } else if WeightedList.isSame(name, "text/*") {
                Self.consider(Decision(scope: .anySubtype, weight: weight), for: &plainHTML)
            }
        }
    }

    private static func consider(_ decision: Decision, for form: inout Decision?) {
        if form == nil { form = decision } else { form?.consider(decision) }
    }

    /// Where the one slash of a media range is, with a token on both sides and no `*` before a subtype.
    private static func slash(in name: Span<UInt8>) -> Int? {
        var slash: Int?
        for index in name.indices {
            if name[index] == UInt8(ascii: "/") {
                guard slash == nil else { return nil }
                slash = index
            } else if !isTokenByte(name[index]) {
                return nil
            }
        }
        guard let slash, slash > 0, slash < name.count - 1 else { return nil }
        let isAnyType = slash == 1 && name[0] == UInt8(ascii: "*")
        let isAnySubtype = slash == name.count - 2 && name[slash + 1] == UInt8(ascii: "*")
        return isAnyType && !isAnySubtype ? nil : slash
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
