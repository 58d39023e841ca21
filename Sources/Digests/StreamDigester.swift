/// All five digests of one stream; what is behind a ``DigestStream``.
protocol StreamDigester: AnyObject, Sendable {
    /// Appends bytes to the stream. They are not kept.
    func update(_ bytes: UnsafeRawBufferPointer)

    /// The digests of what came since the last reset; resets.
    func finalize() -> DigestSet

    /// Forgets all bytes so far.
    func reset()

    /// The stream's owner is gone. Called once, last.
    func retire()
}
