internal import COpenSSL

/// One running hash of OpenSSL's. Its memory is allocated once and initialised again for every stream.
@safe final class EVPContext {
    private let context: OpaquePointer

    /// - Parameter implementation: fetched, and never freed.
    init(_ implementation: OpaquePointer) {
        guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory for a digest context") }
        unsafe self.context = context
        unsafe Self.check(EVP_DigestInit_ex2(context, implementation, nil))
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe Self.check(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    /// Writes as many bytes as the hash has, and begins anew.
    func finalize(into encoded: UnsafeMutablePointer<UInt8>) {
        unsafe Self.check(EVP_DigestFinal_ex(context, encoded, nil))
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
