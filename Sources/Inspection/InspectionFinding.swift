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

    /// The characters a hostile name could move a cursor or turn the writing direction with are escaped.
    private static func printable(_ text: String) -> String {
        func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        guard !text.unicodeScalars.allSatisfy(isHarmless) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
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
