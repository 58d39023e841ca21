internal import COpenSSL

/// Message authentication with SHA-256 under a secret key (RFC 2104): signed tickets, keys of caches.
public struct HMACSHA256: Sendable {
    /// Bytes of a code.
    public static let byteCount = 32

    private let key: [UInt8]

    /// - Parameter key: of any length; 32 random bytes are enough.
    public init(key: [UInt8]) { self.key = key }

    /// With a key of its own, which ends with the process.
    public init() { self.init(key: RandomBytes.make(32)) }

    /// The code of a message.
    public func code(for message: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { room, used in
            var length = 0
            let isMade =
                unsafe EVP_Q_mac(
                    nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, room.baseAddress,
                    room.count, &length) != nil
            precondition(isMade && length == Self.byteCount, "libcrypto computes HMAC-SHA256")
            used = Self.byteCount
        }
    }

    /// Whether `code` is the message's; how long that takes says nothing about how much of it is right.
    public func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool {
        ConstantTime.areEqual(code, self.code(for: message))
    }
}
