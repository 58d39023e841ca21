import Foundation
import Testing

/// A command or a snippet of a document, made to run here: a host that the document names becomes this server's address,
/// and a placeholder what it stands for. Nothing else changes.
struct Printed {
    /// The hosts of the documents.
    static let hosts = [
        "buildkitepackages.com", "api.buildkite.com", "packages.buildkite.com", "gitea.example.com", "gitlab.com",
    ]

    struct NotPrinted: Error { let what: String }

    /// The text with hosts and placeholders replaced; all that were announced must be there.
    /// - Parameter server: `http://HOST:PORT`, without a path.
    static func text(
        _ text: String, on server: String, _ placeholders: KeyValuePairs<String, String> = [:]
    ) throws -> String {
        let result = try filledIn(text, placeholders)
        let (scheme, address) = try #require(parts(of: server))
        let pattern =
            "https://([^@/\\s\"]*@)?(\(hosts.map(NSRegularExpression.escapedPattern).joined(separator: "|")))/"
        let expression = try NSRegularExpression(pattern: pattern)
        let whole = NSRange(result.startIndex..., in: result)
        guard expression.firstMatch(in: result, range: whole) != nil else { throw NotPrinted(what: "a host") }
        return expression.stringByReplacingMatches(in: result, range: whole, withTemplate: "\(scheme)://$1\(address)/")
    }

    /// The same for a text without a host.
    static func filledIn(_ text: String, _ placeholders: KeyValuePairs<String, String>) throws -> String {
        var result = text
        for (placeholder, value) in placeholders {
            guard result.contains(placeholder) else { throw NotPrinted(what: placeholder) }
            result = result.replacingOccurrences(of: placeholder, with: value)
        }
        return result
    }

    private static func parts(of server: String) -> (scheme: String, address: String)? {
        guard let separator = server.range(of: "://") else { return nil }
        return (String(server[..<separator.lowerBound]), String(server[separator.upperBound...]))
    }
}
