internal import COpenSSL

/// One digest computed by OpenSSL.
@safe final class EVPPart: DigestPart {
    private let algorithm: DigestAlgorithm
    private let context: EVPContext

    /// - Parameter algorithm: one that OpenSSL computes, so not ``DigestAlgorithm/blake2b256``.
    init(_ algorithm: DigestAlgorithm) {
        self.algorithm = algorithm
        context = unsafe EVPContext(EVPImplementations.shared[algorithm])
    }

    func update(_ bytes: UnsafeRawBufferPointer) { unsafe context.update(bytes) }

    func finalize(into encoded: UnsafeMutablePointer<UInt8>) {
        unsafe context.finalize(into: encoded + DigestSet.range(of: algorithm).lowerBound)
    }

    func reset() { context.reset() }
}

/// OpenSSL's implementations, fetched once.
///
/// They come from a library context of our own, which no configuration file reaches: a system-wide policy that
/// hides MD5 must not make files unverifiable. None of the digests protects a secret here.
@safe struct EVPImplementations: @unchecked Sendable {
    // SAFETY: fetched implementations are immutable and counted by OpenSSL atomically; they are never freed.
    static let shared = EVPImplementations(["MD5", "SHA1", "SHA2-256", "SHA2-512"])

    private let implementations: [OpaquePointer]

    /// - Parameter names: as OpenSSL has them.
    init(_ names: [String]) {
        let library = unsafe OSSL_LIB_CTX_new()
        unsafe implementations = names.map { name in
            guard let implementation = unsafe EVP_MD_fetch(library, name, nil) else {
                preconditionFailure("OpenSSL has no \(name)")
            }
            return unsafe implementation
        }
    }

    /// Of what was fetched, by its place.
    subscript(position: Int) -> OpaquePointer { unsafe implementations[position] }

    /// Of the shared ones, only for the four that OpenSSL computes; see ``DigestAlgorithm/blake2b256``.
    subscript(algorithm: DigestAlgorithm) -> OpaquePointer { unsafe self[Int(algorithm.rawValue) - 1] }
}
