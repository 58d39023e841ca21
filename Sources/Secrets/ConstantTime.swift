internal import COpenSSL

/// Comparisons whose duration says nothing about the bytes compared.
public enum ConstantTime {
    /// Whether both are the same bytes.  Their lengths are not secret.
    public static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return unsafe one.withUnsafeBytes { one in
            unsafe other.withUnsafeBytes { other in
                unsafe CRYPTO_memcmp(one.baseAddress, other.baseAddress, one.count) == 0
            }
        }
    }
}
