internal import COpenSSL

/// The SHA-256 of a secret, which is all that is kept of it.
///
/// For secrets with so many random bits that nobody can try them all; passwords need `PasswordHash`.
public struct SecretHash: Sendable, Equatable {
    /// Bytes of it.
    public static let byteCount = 32
    /// Bytes of it that serve as the key it is found under.
    public static let keyByteCount = 16

    /// All of it.
    public let bytes: [UInt8]

    /// The hash of a secret's text.
    public init(of secret: String) {
        let message = Array(secret.utf8)
        bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { room, used in
            let isMade = unsafe EVP_Digest(message, message.count, room.baseAddress, nil, EVP_sha256(), nil) == 1
            precondition(isMade, "libcrypto computes SHA-256")
            used = Self.byteCount
        }
    }

    /// A hash that was stored; nil for any other count of bytes.
    public init?(stored bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The first half: what a record of the secret is found by.
    public var key: [UInt8] { Array(bytes.prefix(Self.keyByteCount)) }

    /// In constant time.
    public static func == (one: SecretHash, other: SecretHash) -> Bool {
        ConstantTime.areEqual(one.bytes, other.bytes)
    }
}
