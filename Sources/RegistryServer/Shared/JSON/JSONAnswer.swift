internal import FoundationEssentials
public import HTTPTypes
public import HummingbirdCore
internal import NIOCore

/// Answers with a JSON body: keys in alphabetical order, so that equal values are equal bytes.
public enum JSONAnswer {
    /// A status and a value.
    /// - Throws: `EncodingError` for numbers that JSON does not have.
    public static func of(
        _ status: HTTPResponse.Status, _ value: some Encodable, headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        headers[.xContentTypeOptions] = "nosniff"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        let body = ByteBuffer(bytes: try bytes(of: value))
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// The body alone.
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }
}

/// A value that JSON has as `null` where there is none, instead of leaving its key out.
struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
    let value: Value?

    init(_ value: Value?) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

extension Nullable: Equatable where Value: Equatable {}
