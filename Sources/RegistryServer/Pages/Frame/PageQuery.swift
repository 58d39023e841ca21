internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore

/// What a browser sends along: the query of an address, or a form in the same notation
/// (`application/x-www-form-urlencoded`).
struct PageQuery: Sendable {
    private let fields: FlatDictionary<Substring, Substring>

    /// - Parameter text: what follows the `?`, or the body of a form.
    init(_ text: String) {
        // A space may be written as a plus sign there, and nowhere else in an address.
        fields =
            URI("/?" + text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: "%20"))
            .queryParameters
    }

    /// The first value of a field without spaces at its ends; empty where there is none.
    subscript(name: String) -> String {
        let value = fields[name[...]] ?? ""
        return String(value.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// The same as it was typed: a password may begin with a space.
    func exact(_ name: String) -> String { fields[name[...]].map(String.init) ?? "" }

    /// Whether a field is there: a box that was ticked.
    func has(_ name: String) -> Bool { fields.has(name[...]) }

    /// Reads the form that a request brings.
    /// - Throws: `PageProblem.badRequest` where it is no form, or has more bytes than this.
    static func form(of request: Request, limitBytes: Int) async throws -> PageQuery {
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false else {
            throw PageProblem.badRequest("This is not a form that can be read here.")
        }
        var bytes: [UInt8] = []
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= limitBytes else {
                throw PageProblem.badRequest("The form is longer than \(limitBytes) bytes.")
            }
            bytes.append(contentsOf: piece.readableBytesView)
        }
        return PageQuery(String(decoding: bytes, as: UTF8.self))
    }
}
