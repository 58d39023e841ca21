/// The five digests and the length of one stream of bytes, computed in one pass as the bytes arrive.
///
/// One thread at a time may use a stream; different streams are independent. Nothing fails. The result does
/// not depend on how the bytes are cut into updates, on the threads, or on the engine that runs. The expensive
/// parts are taken from a pool and go back to it, so making many short streams costs little.
///
/// MD5: RFC 1321. SHA-1, SHA-256, SHA-512: FIPS 180-4. BLAKE2b-256: RFC 7693.
public struct DigestStream: ~Copyable, Sendable {
    private let digester: any StreamDigester
    private var byteCount: Int64 = 0

    /// A stream of no bytes so far.
    ///
    /// - Parameter threads: 1 computes everything where it is called and never blocks. 2 or more lets a second
    ///   thread do half of the work, worth it for one file of several megabytes while a core is idle; it is
    ///   started after the first 256 KiB and ends with the stream. An update then blocks while the second
    ///   thread is 2 MiB behind.
    public init(threads: Int = 1) {
        self.init(threads: threads, engine: .current)
    }

    /// As ``init(threads:)``, computed by an engine of the caller's choice.
    package init(threads: Int = 1, engine: DigestEngine) {
        digester = threads > 1 ? PairedDigester(engine: engine) : SerialDigester.borrow(engine: engine)
    }

    deinit {
        digester.retire()
    }

    /// Appends these bytes to the stream. They are not kept.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe digester.update(bytes)
        byteCount += Int64(bytes.count)
    }

    /// Appends these bytes to the stream. They are not kept.
    public mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// The digests of all bytes so far and how many there were. Afterwards the stream is empty and can be used again.
    public mutating func finalize() -> (digests: DigestSet, byteCount: Int64) {
        let result = (digests: digester.finalize(), byteCount: byteCount)
        byteCount = 0
        return result
    }

    /// Forgets all bytes so far.
    public mutating func reset() {
        digester.reset()
        byteCount = 0
    }
}
