internal import COpenSSL

/// One digest computed by OpenSSL. Its context is allocated once and initialised again for every stream.
@safe final class EVPPart: DigestPart {
    private let algorithm: DigestAlgorithm
    private let context: OpaquePointer

    /// - Parameter algorithm: one that OpenSSL computes, so not ``DigestAlgorithm/blake2b256``.
    init(_ algorithm: DigestAlgorithm) {
        guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory for a digest context") }
        self.algorithm = algorithm
        unsafe self.context = context
        unsafe Self.check(EVP_DigestInit_ex2(context, EVPImplementations.shared[algorithm], nil))
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe Self.check(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    func finalize(into encoded: UnsafeMutablePointer<UInt8>) {
        unsafe Self.check(EVP_DigestFinal_ex(context, encoded + DigestSet.range(of: algorithm).lowerBound, nil))
        reset()
    }

    func reset() {
        // No algorithm named: keeps the implementation and its memory, which is what makes short streams cheap.
        unsafe Self.check(EVP_DigestInit_ex2(context, nil, nil))
    }

    /// These calls fail only on misuse or without memory.
    private static func check(_ status: CInt) {
        precondition(status == 1, "OpenSSL refused a digest operation")
    }
}

/// OpenSSL's implementations, fetched once.
///
/// They come from a library context of our own, which no configuration file reaches: a system-wide policy that
/// hides MD5 must not make files unverifiable. None of the digests protects a secret here.
@safe struct EVPImplementations: @unchecked Sendable {
    // SAFETY: fetched implementations are immutable and counted by OpenSSL atomically; they are never freed.
    static let shared = EVPImplementations()

    private let implementations: [OpaquePointer]

    private init() {
        let library = unsafe OSSL_LIB_CTX_new()
        unsafe implementations = ["MD5", "SHA1", "SHA2-256", "SHA2-512"].map { name in
            guard let implementation = unsafe EVP_MD_fetch(library, name, nil) else {
                preconditionFailure("OpenSSL has no \(name)")
            }
            return unsafe implementation
        }
    }

    /// Only for the four that OpenSSL computes; see ``DigestAlgorithm/blake2b256``.
    subscript(algorithm: DigestAlgorithm) -> OpaquePointer {
        unsafe implementations[Int(algorithm.rawValue) - 1]
    }
}
