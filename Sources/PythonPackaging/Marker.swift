/// The condition of a requirement: comparisons of the environment's variables joined by `and` and `or` (PEP 508).
///
/// It is parsed to be shown and to find the extras in it; nothing here evaluates it.
public struct Marker: Hashable, Sendable {
    /// As written, without surrounding blanks.
    public let text: String
    /// `text` taken apart.
    public let expression: Expression

    /// The parsed condition. `and` binds closer than `or`; brackets have become structure.
    public indirect enum Expression: Hashable, Sendable {
        /// Two operands and what is between them, in written order.
        case comparison(Operand, Operator, Operand)
        /// Joined by `and`; two or more.
        case all([Expression])
        /// Joined by `or`; two or more.
        case any([Expression])
    }

    /// One side of a comparison.
    public enum Operand: Hashable, Sendable {
        /// A variable by its present name: `os.name` is `os_name`.
        case variable(String)
        /// A quoted text, without its quotes; a backslash in it stands for itself.
        case literal(String)
    }

    /// The comparisons of PEP 440, and those of text.
    public enum Operator: Hashable, Sendable {
        /// Compares versions where both sides are some, else text.
        case version(VersionSpecifier.Comparison)
        /// `in`
        case isIn
        /// `not in`
        case isNotIn
    }

    /// Reads up to the end of the expression and the blanks after it.
    init(scanning scanner: inout ByteScanner) throws(RequirementError) {
        let start = scanner.position
        expression = try scanner.takeDisjunction(depth: 0)
        text = scanner.text(from: start).trimmingASCIIWhitespace
    }

    /// True where a comparison mentions `extra` or `extras`.
    var mentionsExtra: Bool {
        expression.contains { left, right in left.isExtra || right.isExtra }
    }

    /// The extras compared with, each once, in order; what is not a name is left out.
    var extrasNamed: [ProjectName] {
        var names: Set<ProjectName> = []
        _ = expression.contains { left, right in
            if left.isExtra, case .literal(let text) = right, let name = ProjectName(text) { names.insert(name) }
            if right.isExtra, case .literal(let text) = left, let name = ProjectName(text) { names.insert(name) }
            return false
        }
        return names.sorted()
    }
}

extension Marker: CustomStringConvertible {
    /// As written.
    public var description: String { text }
}

extension Marker.Expression {
    fileprivate func contains(_ matches: (Marker.Operand, Marker.Operand) -> Bool) -> Bool {
        switch self {
        case .comparison(let left, _, let right): matches(left, right)
        case .all(let parts), .any(let parts): parts.contains { $0.contains(matches) }
        }
    }
}

extension Marker.Operand {
    fileprivate var isExtra: Bool { self == .variable("extra") || self == .variable("extras") }

    /// Today's names and the spellings of PEP 345, which old metadata has.
    fileprivate static let variables: [String: String] = [
        "python_version": "python_version", "python_full_version": "python_full_version",
        "os_name": "os_name", "os.name": "os_name", "sys_platform": "sys_platform", "sys.platform": "sys_platform",
        "platform_release": "platform_release", "platform_system": "platform_system",
        "platform_version": "platform_version", "platform.version": "platform_version",
        "platform_machine": "platform_machine", "platform.machine": "platform_machine",
        "platform_python_implementation": "platform_python_implementation",
        "platform.python_implementation": "platform_python_implementation",
        "python_implementation": "platform_python_implementation",
        "implementation_name": "implementation_name", "implementation_version": "implementation_version",
        "extra": "extra", "extras": "extras", "dependency_groups": "dependency_groups",
    ]
}

extension ByteScanner {
    fileprivate mutating func takeDisjunction(depth: Int) throws(RequirementError) -> Marker.Expression {
        var parts = [try takeConjunction(depth: depth)]
        while takeWord("or") { parts.append(try takeConjunction(depth: depth)) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func takeConjunction(depth: Int) throws(RequirementError) -> Marker.Expression {
        var parts = [try takeTerm(depth: depth)]
        while takeWord("and") { parts.append(try takeTerm(depth: depth)) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func takeTerm(depth: Int) throws(RequirementError) -> Marker.Expression {
        skipBlanks()
        let term: Marker.Expression
        if take(UInt8(ascii: "(")) {
            guard depth < Requirement.maximumMarkerDepth else { throw .markerDepth }
            term = try takeDisjunction(depth: depth + 1)
            guard take(UInt8(ascii: ")")) else { throw .marker(offset: position) }
        } else {
            let left = try takeOperand()
            skipBlanks()
            let comparison = try takeOperator()
            skipBlanks()
            term = .comparison(left, comparison, try takeOperand())
        }
        skipBlanks()
        return term
    }

    private mutating func takeOperand() throws(RequirementError) -> Marker.Operand {
        let start = position
        if let quote = takeOne(where: { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }) {
            let text = takeRun { $0 != quote }
            guard take(quote) else { throw .marker(offset: start) }
            return .literal(text.asText)
        }
        let word = takeRun { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
        guard let variable = Marker.Operand.variables[word.asText] else { throw .marker(offset: start) }
        return .variable(variable)
    }

    private mutating func takeOperator() throws(RequirementError) -> Marker.Operator {
        if takeWord("in") { return .isIn }
        if takeWord("not") {
            guard next?.isBlank == true else { throw .marker(offset: position) }
            skipBlanks()
            guard takeWord("in") else { throw .marker(offset: position) }
            return .isNotIn
        }
        if take("===") { return .version(.identical) }
        if take("==") { return .version(.equal) }
        if take("~=") { return .version(.compatible) }
        if take("!=") { return .version(.notEqual) }
        if take("<=") { return .version(.atMost) }
        if take(">=") { return .version(.atLeast) }
        if take("<") { return .version(.below) }
        if take(">") { return .version(.above) }
        throw .marker(offset: position)
    }

    /// A keyword that no further letter continues.
    private mutating func takeWord(_ word: StaticString) -> Bool {
        let start = position
        guard take(word) else { return false }
        if let byte = next, byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte >= 0x80 {
            rewind(to: start)
            return false
        }
        return true
    }
}
