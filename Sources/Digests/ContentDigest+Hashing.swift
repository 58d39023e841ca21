internal import COpenSSL

extension ContentDigest {
    /// The SHA-256 of bytes in memory, in one call; for what is not worth a stream.
    public init(hashing bytes: [UInt8]) {
        var digest = [UInt8](repeating: 0, count: Self.byteCount)
        let status = unsafe bytes.withUnsafeBytes { bytes in
            unsafe digest.withUnsafeMutableBufferPointer { digest in
                unsafe EVP_Digest(
                    bytes.baseAddress, bytes.count, digest.baseAddress, nil, EVPImplementations.shared[.sha256], nil)
            }
        }
        // It fails only on misuse or without memory.
        precondition(status == 1, "OpenSSL refused a digest operation")
        guard let made = ContentDigest(digest) else { preconditionFailure("a SHA-256 has 32 bytes") }
        self = made
    }
}
