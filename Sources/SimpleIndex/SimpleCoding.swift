/// How the bytes of a page go over the wire (RFC 9110, section 8.4).
public enum SimpleCoding: Sendable, Hashable, CaseIterable {
    /// As they are.
    case identity
    /// Compressed (RFC 1952).
    case gzip

    /// The coding to use: gzip where the client takes it at least as gladly as none.
    /// - Parameter acceptEncoding: the lines of the `Accept-Encoding` header; none where there is no such header.
    public static func negotiated(acceptEncoding: [String]) -> SimpleCoding {
        var gzip: Int?
        var identity: Int?
        var anything: Int?
        WeightedList.visit(acceptEncoding) { name, weight in
            if WeightedList.isSame(name, "gzip") || WeightedList.isSame(name, "x-gzip") {
                gzip = max(gzip ?? 0, weight)
            } else if WeightedList.isSame(name, "identity") {
                identity = max(identity ?? 0, weight)
            } else if WeightedList.isSame(name, "*") {
                anything = max(anything ?? 0, weight)
            }
        }
        guard let weight = gzip ?? anything, weight > 0 else { return .identity }
        return weight >= identity ?? 0 ? .gzip : .identity
    }
}
