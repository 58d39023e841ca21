/// Why a text is not a requirement (PEP 508). Offsets are bytes from its beginning.
public enum RequirementError: Error, Hashable, Sendable {
    /// Longer than `Requirement.maximumBytes`.
    case tooLong(bytes: Int)
    /// A line break or another control character; a tab is a blank.
    case controlCharacter(offset: Int)
    /// It does not begin with a project name.
    case name(offset: Int)
    /// The extras between brackets are not names between commas.
    case extras(offset: Int)
    /// The version clauses are refused by PEP 440.
    case specifiers(String)
    /// Nothing follows `@`.
    case url(offset: Int)
    /// The expression after the semicolon.
    case marker(offset: Int)
    /// The marker nests brackets deeper than `Requirement.maximumMarkerDepth`.
    case markerDepth
    /// Something follows that is neither a version, a URL nor a marker.
    case trailingText(offset: Int)
}

extension RequirementError: CustomStringConvertible {
    /// The sentence for an operator, without the requirement itself.
    public var description: String {
        switch self {
        case .tooLong(let bytes): "\(bytes) bytes are more than a requirement may have"
        case .controlCharacter(let offset): "control character at byte \(offset)"
        case .name(let offset): "no project name at byte \(offset)"
        case .extras(let offset): "no extra name at byte \(offset)"
        case .specifiers(let text): "\"\(text)\" is not a version specifier"
        case .url(let offset): "no URL at byte \(offset)"
        case .marker(let offset): "the marker makes no sense at byte \(offset)"
        case .markerDepth: "the marker nests too many brackets"
        case .trailingText(let offset): "unexpected text at byte \(offset)"
        }
    }
}
