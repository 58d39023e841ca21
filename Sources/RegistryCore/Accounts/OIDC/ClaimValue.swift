/// The value of a claim in a token, or what a policy compares it with.
public enum ClaimValue: Sendable, Hashable {
    /// A text.
    case string(String)
    /// A whole number.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// Yes or no.
    case boolean(Bool)
    /// No value.
    case null
    /// A list or a map, which equals nothing.
    case compound

    /// Whether both are exactly the same: a number never equals a text that looks like it.
    func isExactly(_ other: ClaimValue) -> Bool {
        switch (self, other) {
        case (.compound, _), (_, .compound): false
        case (.integer(let whole), .number(let number)), (.number(let number), .integer(let whole)):
            Int64(exactly: number) == whole
        default: self == other
        }
    }
}
