internal import FoundationEssentials
public import RegistryCore

/// Reads the text of a policy for OpenID Connect: a list of statements in JSON or simple YAML.
public enum OIDCPolicyText {
    /// Why a text is no policy.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        /// A sentence, lower case, with the place in it.
        public let description: String

        init(_ description: String) { self.description = description }
    }

    /// Bytes of a text at most, statements of a policy, rules of a statement, entries of a list, bytes of a value.
    static let limits = (bytes: 32 << 10, statements: 50, rules: 50, entries: 200, valueBytes: 1024)

    /// The policy that a text says.
    /// - Throws: `Problem` for anything that is not wholly understood: a rule that is passed over could let strangers in.
    public static func parse(_ text: String) throws(Problem) -> OIDCPolicy {
        guard text.utf8.count <= limits.bytes else { throw Problem("it has more than \(limits.bytes) bytes") }
        let value: JSONValue
        if let json = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) {
            value = json
        } else {
            value = try SimpleYAML.parse(text)
        }
        guard case .array(let entries) = value, !entries.isEmpty else {
            throw Problem("it is not a list of statements, in JSON or YAML")
        }
        guard entries.count <= limits.statements else {
            throw Problem("it has more than \(limits.statements) statements")
        }
        var statements: [OIDCStatement] = []
        for (position, entry) in entries.enumerated() {
            do throws(Problem) {
                statements.append(try statement(entry))
            } catch {
                throw Problem("statement \(position + 1): \(error.description)")
            }
        }
        return OIDCPolicy(statements: statements)
    }

    private static func statement(_ value: JSONValue) throws(Problem) -> OIDCStatement {
        guard case .object(var fields) = value else { throw Problem("it is not a map") }
        guard case .string(let issuer)? = fields.removeValue(forKey: "iss"), !issuer.isEmpty else {
            throw Problem("“iss” is not there, or no text")
        }
        let scopes = try fields.removeValue(forKey: "scopes").map(scopes)
        var rules: [OIDCRule] = []
        switch fields.removeValue(forKey: "claims") {
        case nil, .null: break
        case .object(let claims): rules = try Self.rules(claims)
        default: throw Problem("“claims” is not a map")
        }
        // Policies were once written with the claims beside `iss`.
        rules += try Self.rules(fields)
        guard rules.count <= limits.rules else { throw Problem("it has more than \(limits.rules) rules") }
        return OIDCStatement(issuer: issuer, scopes: scopes ?? nil, rules: rules)
    }

    /// Nil for an empty list, which clients leave out as well.
    private static func scopes(_ value: JSONValue) throws(Problem) -> ScopeSet? {
        if value == .null { return nil }
        guard case .array(let names) = value else { throw Problem("“scopes” is not a list") }
        guard !names.isEmpty else { return nil }
        var scopes: ScopeSet = []
        for name in names {
            guard case .string(let name) = name, let scope = Scope(rawValue: name),
                ScopeSet.packages.contains(scope.set)
            else { throw Problem("“scopes” has something else than read_packages, write_packages, delete_packages") }
            scopes.formUnion(scope.set)
        }
        return scopes
    }

    private static func rules(_ claims: [String: JSONValue]) throws(Problem) -> [OIDCRule] {
        var rules: [OIDCRule] = []
        for (claim, value) in claims.sorted(by: { $0.key < $1.key }) {
            do throws(Problem) {
                rules.append(OIDCRule(claim: claim, matchers: try matchers(value)))
            } catch {
                throw Problem("claim “\(claim)”: \(error.description)")
            }
        }
        return rules
    }

    private static func matchers(_ value: JSONValue) throws(Problem) -> [OIDCMatcher] {
        switch value {
        case .object(let fields):
            guard !fields.isEmpty else { throw Problem("the rule is empty") }
            var matchers: [OIDCMatcher] = []
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                matchers.append(try matcher(name, value))
            }
            return matchers
        case .array: throw Problem("the rule is a list; say “in”")
        default: return [.equals(try scalar(value))]
        }
    }

    private static func matcher(_ name: String, _ value: JSONValue) throws(Problem) -> OIDCMatcher {
        switch name {
        case "equals": return .equals(try scalar(value))
        case "not_equals": return .notEquals(try scalar(value))
        case "in": return .isIn(try scalars(value, of: name))
        case "not_in": return .isNotIn(try scalars(value, of: name))
        case "matches":
            var globs: [Glob] = []
            let values = if case .array = value { try scalars(value, of: name) } else { [try scalar(value)] }
            for value in values {
                guard case .string(let pattern) = value else {
                    throw Problem("“matches” has something that is no text")
                }
                globs.append(Glob(pattern))
            }
            return .matches(globs)
        default: throw Problem("there is no matcher “\(name)”; say equals, not_equals, in, not_in or matches")
        }
    }

    private static func scalars(_ value: JSONValue, of name: String) throws(Problem) -> [ClaimValue] {
        guard case .array(let values) = value else { throw Problem("“\(name)” is not a list") }
        guard values.count <= limits.entries else {
            throw Problem("“\(name)” has more than \(limits.entries) entries")
        }
        var scalars: [ClaimValue] = []
        for value in values { scalars.append(try scalar(value)) }
        return scalars
    }

    private static func scalar(_ value: JSONValue) throws(Problem) -> ClaimValue {
        let scalar = ClaimValue(value)
        if scalar == .compound { throw Problem("a list or map stands where a single value should") }
        if case .string(let text) = scalar, text.utf8.count > limits.valueBytes {
            throw Problem("a value has more than \(limits.valueBytes) bytes")
        }
        return scalar
    }
}

extension ClaimValue {
    /// A value of a token or of a policy.
    init(_ value: JSONValue) {
        self =
            switch value {
            case .null: .null
            case .boolean(let value): .boolean(value)
            case .integer(let value): .integer(value)
            case .number(let value): .number(value)
            case .string(let value): .string(value)
            case .array, .object: .compound
            }
    }
}
