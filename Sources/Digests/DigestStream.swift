/// The five digests and the length of one stream of bytes, computed in one pass as the bytes arrive.
///
/// One thread at a time may use a stream; different streams are independent. Nothing blocks and nothing
/// fails. The result does not depend on how the bytes are cut into updates. The expensive parts are
/// taken from a pool and go back to it, so making many short streams costs little.
///
/// MD5: RFC 1321. SHA-1, SHA-256, SHA-512: FIPS 180-4. BLAKE2b-256: RFC 7693.
public struct DigestStream: ~Copyable, Sendable {
    private let engine: EVPDigester
    private var byteCount: Int64 = 0

    /// A stream of no bytes so far.
    public init() {
        engine = EVPDigester.pool.take()
    }

    deinit {
        EVPDigester.pool.giveBack(engine)
    }

    /// Appends these bytes to the stream. They are not kept.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe engine.update(bytes)
        byteCount += Int64(bytes.count)
    }

    /// Appends these bytes to the stream. They are not kept.
    public mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// The digests of all bytes so far and how many there were. Afterwards the stream is empty and can be used again.
    public mutating func finalize() -> (digests: DigestSet, byteCount: Int64) {
        let result = (digests: engine.finalize(), byteCount: byteCount)
        byteCount = 0
        return result
    }

    /// Forgets all bytes so far.
    public mutating func reset() {
        engine.reset()
        byteCount = 0
    }
}
