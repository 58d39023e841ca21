/// Computes some of the five digests of one stream, on whatever thread its owner is.
///
/// A stream is served by parts that together cover every algorithm once; parts can run on different threads.
protocol DigestPart: AnyObject {
    /// Appends bytes to the stream. They are not kept.
    func update(_ bytes: UnsafeRawBufferPointer)

    /// Writes this part's digests to their places in a set's encoded form, leaves the others alone, and resets.
    func finalize(into encoded: UnsafeMutablePointer<UInt8>)

    /// Forgets all bytes so far.
    func reset()
}
