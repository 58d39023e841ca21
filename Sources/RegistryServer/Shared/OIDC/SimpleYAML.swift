internal import Yams

/// Reads YAML that has scalars, maps and lists, and nothing else: no anchors, aliases, tags, or second document.
///
/// Plain scalars are what YAML 1.2's core schema says, so `no` and `on` are texts.
enum SimpleYAML {
    typealias Problem = OIDCPolicyText.Problem

    /// Nests 1000 levels at most, which is where the parser gives up.
    static func parse(_ text: String) throws(Problem) -> JSONValue {
        let parser: Parser
        let root: Node?
        do {
            parser = try Parser(yaml: text, resolver: .basic)
            root = try parser.singleRoot()
        } catch let error as YamlError {
            throw Problem("it is neither JSON nor YAML: \(sentence(error))")
        } catch {
            throw Problem("it is neither JSON nor YAML")
        }
        guard let root else { throw Problem("it is empty") }
        // Nodes hold their anchors weakly; the parser holds them.
        defer { withExtendedLifetime(parser) {} }
        return try value(root)
    }

    private static func value(_ node: Node) throws(Problem) -> JSONValue {
        guard node.anchor == nil else { throw refusal(node) }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain
            guard isUntagged(scalar.tag) || (!isPlain && isText(scalar.tag)) else { throw refusal(node) }
            return isPlain ? plain(scalar.string) : .string(scalar.string)
        case .sequence(let sequence):
            guard isUntagged(sequence.tag) else { throw refusal(node) }
            var values: [JSONValue] = []
            for node in sequence { values.append(try value(node)) }
            return .array(values)
        case .mapping(let mapping):
            guard isUntagged(mapping.tag) else { throw refusal(node) }
            var fields: [String: JSONValue] = [:]
            for (key, node) in mapping {
                guard case .scalar(let name) = key, key.anchor == nil, isUntagged(name.tag) || isText(name.tag)
                else { throw refusal(key) }
                guard fields.updateValue(try value(node), forKey: name.string) == nil else {
                    throw Problem("it says “\(name.string)” twice\(place(key))")
                }
            }
            return .object(fields)
        case .alias: throw refusal(node)
        }
    }

    // `Node.tag` would resolve the tag; the parts' own says what was written.
    private static func isUntagged(_ tag: Tag) -> Bool { tag.description.isEmpty }

    /// The parser gives this to whatever is in quotes, and, once it has compared them, to keys.
    private static func isText(_ tag: Tag) -> Bool { tag.description == "tag:yaml.org,2002:str" }

    private static func refusal(_ node: Node) -> Problem {
        Problem("it has an anchor, alias, tag, or a key that is no text\(place(node))")
    }

    private static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        default: break
        }
        let isNumeric =
            text.utf8.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        if isNumeric, let whole = Int64(text) { return .integer(whole) }
        if isNumeric, let number = Double(text), number.isFinite { return .number(number) }
        return .string(text)
    }

    private static func place(_ node: Node) -> String { node.mark.map { ", line \($0.line)" } ?? "" }

    /// What is wrong and where, without the text itself.
    private static func sentence(_ error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "\(problem), line \(mark.line)"
        case .duplicatedKeysInMapping(let keys, _): "it says “\(keys.first ?? "")” twice"
        default: "it cannot be parsed"
        }
    }
}
