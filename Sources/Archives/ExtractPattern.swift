/// Which members' contents `ArchiveWorkerPool.inspect` should hand back along with the listing.
///
/// A path in which `*` stands for any run of bytes without `/`: `*.dist-info/METADATA`, `*/PKG-INFO`. A leading `./` of
/// a member's path is ignored. Only unencrypted regular files match.
package struct ExtractPattern: Sendable, Hashable, ExpressibleByStringLiteral {
    let bytes: [UInt8]

    /// The pattern as written.
    package init(_ pattern: String) { bytes = Array(pattern.utf8) }

    /// The pattern as written.
    package init(stringLiteral pattern: String) { self.init(pattern) }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Whether a member's path is meant. Linear but for backtracking over one `*`, within one path component.
    package func matches(_ path: [UInt8]) -> Bool {
        // Nearly all that do not match differ in the last byte already.
        guard bytes.last == path.last || bytes.last == UInt8(ascii: "*") else { return false }
        var at = path.starts(with: [0x2e, 0x2f]) ? 2 : 0
        var wanted = 0
        var star: (wanted: Int, at: Int)?
        while at < path.count {
            if wanted < bytes.count, bytes[wanted] == UInt8(ascii: "*") {
                star = (wanted + 1, at)
                wanted += 1
            } else if wanted < bytes.count, bytes[wanted] == path[at] {
                wanted += 1
                at += 1
            } else if let last = star, path[last.at] != UInt8(ascii: "/") {
                star = (last.wanted, last.at + 1)
                wanted = last.wanted
                at = last.at + 1
            } else {
                return false
            }
        }
        return bytes[wanted...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
