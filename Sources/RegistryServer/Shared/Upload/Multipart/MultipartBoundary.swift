/// The boundary that a request's Content-Type announces.
public struct MultipartBoundary: Sendable, Equatable {
    /// 1 to 70 printable ASCII characters, the last of them no space (RFC 2046 section 5.1.1).
    public let bytes: [UInt8]

    /// A boundary by itself.
    /// - Throws: `invalidBoundary`.
    public init(_ bytes: [UInt8]) throws(MultipartError) {
        guard (1...70).contains(bytes.count), bytes.allSatisfy({ (0x20...0x7E).contains($0) }), bytes.last != 0x20
        else { throw .invalidBoundary }
        self.bytes = bytes
    }

    /// Reads a Content-Type.
    /// - Throws: `notFormData` for every type but multipart/form-data, in any case; `invalidBoundary`.
    public init(contentType: String?) throws(MultipartError) {
        guard let contentType else { throw .notFormData(found: nil) }
        let type = HeaderParameters.lowercase(
            Array(contentType.utf8).prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 })
        guard type == "multipart/form-data" else { throw .notFormData(found: type) }
        let header: HeaderParameters
        do throws(MultipartError) {
            header = try HeaderParameters(Array(contentType.utf8)[...], header: "Content-Type")
        } catch {
            throw .invalidBoundary
        }
        guard let boundary = header["boundary"] else { throw .invalidBoundary }
        try self.init(boundary)
    }
}
