internal import Glibc

/// A range of IP addresses: one address, or a network in CIDR notation (RFC 4632).
public struct AddressRange: Sendable, Equatable, CustomStringConvertible {
    private let bytes: [UInt8]
    private let prefixBits: Int

    /// Reads `10.0.0.0/8`, `::1`, `192.0.2.7`; nil where the text is neither.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = Self.bytes(of: String(parts[0])) else { return nil }
        if parts.count == 2 {
            guard let bits = Int(parts[1]), bits >= 0, bits <= bytes.count * 8, !parts[1].hasPrefix("+") else {
                return nil
            }
            prefixBits = bits
        } else {
            prefixBits = bytes.count * 8
        }
        self.bytes = bytes
    }

    /// This machine's own addresses.
    public static let loopback = [AddressRange("127.0.0.0/8"), AddressRange("::1")].compactMap { $0 }

    /// Whether the address, as text, is within.  An IPv4 address that was mapped into IPv6 counts as IPv4.
    public func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(of: address), other.count == bytes.count else { return false }
        for place in bytes.indices {
            let bits = min(8, max(0, prefixBits - place * 8))
            let mask: UInt8 = bits == 0 ? 0 : ~UInt8(0) << UInt8(8 - bits)
            if bytes[place] & mask != other[place] & mask { return false }
        }
        return true
    }

    /// In the notation that it is read from.
    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard unsafe inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
        let address = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return prefixBits == bytes.count * 8 ? address : "\(address)/\(prefixBits)"
    }

    /// 4 or 16 bytes, most significant first.
    private static func bytes(of address: String) -> [UInt8]? {
        var four = in_addr()
        if unsafe inet_pton(AF_INET, address, &four) == 1 {
            return unsafe withUnsafeBytes(of: &four) { unsafe Array($0) }
        }
        var sixteen = in6_addr()
        guard unsafe inet_pton(AF_INET6, address, &sixteen) == 1 else { return nil }
        let bytes = unsafe withUnsafeBytes(of: &sixteen) { unsafe Array($0) }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }
}
