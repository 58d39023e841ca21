/// Something in a distribution that a rule does not allow.
package struct InspectionFinding: Sendable, Hashable {
    /// What the profile makes of it.
    package enum Severity: String, Sendable {
        /// Worth saying.
        case warning
        /// Refuses the file where the mode is `require`.
        case error
    }

    /// The rule's identifier, lower case with hyphens. Identifiers are never renamed.
    package let rule: String
    /// By the profile inspected with.
    package let severity: Severity
    /// The member's path, fit for a terminal: what is not text is replaced, control characters are escaped.
    package let member: String?
    /// What was found; lower case, no full stop, fit for a terminal.
    package let detail: String

    init(rule: String, severity: Severity, member: [UInt8]? = nil, detail: String) {
        self.rule = rule
        self.severity = severity
        self.member = member.map { Self.printable(String(decoding: $0, as: UTF8.self)) }
        self.detail = Self.printable(detail)
    }

    /// A field of metadata may have megabytes; nobody reads more than this of one.
    private static let mostScalars = 500

    /// Short, and the characters are escaped that could move a cursor or turn the writing direction.
    private static func printable(_ text: String) -> String {
        func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        var result = ""
        for (count, scalar) in text.unicodeScalars.enumerated() {
            guard count < mostScalars else { return result + "…" }
            if isHarmless(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += scalar.escaped(asASCII: true)
            }
        }
        return result
    }
}

extension InspectionFinding: CustomStringConvertible {
    /// `rule: member: detail`
    package var description: String { ([rule] + (member.map { [$0] } ?? []) + [detail]).joined(separator: ": ") }
}
