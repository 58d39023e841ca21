internal import FoundationEssentials
internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore

/// The JSON object that a request brings.
///
/// An object, and nothing that is no JSON: whatever the media type says, since clients differ and nothing else is read.
struct JSONBody: Sendable {
    /// Why a body is no such object.
    enum Problem: Error, Equatable {
        /// More bytes than are read.
        case tooLong(limitBytes: Int)
        /// Not JSON in UTF-8, or not an object.
        case notAnObject
    }

    private let values: [String: JSONValue]

    init(_ values: [String: JSONValue]) { self.values = values }

    /// Reads all of a request's body.
    /// - Parameter limitBytes: the most that is read; one more is an error.
    /// - Returns: an object without keys where there is no body.
    /// - Throws: `Problem`; what the connection fails with.
    static func read(_ request: Request, limitBytes: Int) async throws -> JSONBody {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limitBytes {
            throw Problem.tooLong(limitBytes: limitBytes)
        }
        var bytes: [UInt8] = []
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= limitBytes else { throw Problem.tooLong(limitBytes: limitBytes) }
            bytes.append(contentsOf: piece.readableBytesView)
        }
        guard !bytes.isEmpty else { return JSONBody([:]) }
        do {
            return JSONBody(try JSONDecoder().decode([String: JSONValue].self, from: Data(bytes)))
        } catch {
            throw Problem.notAnObject
        }
    }

    /// What a key has; nil where it is not there, which is not the same as `null`.
    subscript(key: String) -> JSONValue? { values[key] }
}
