internal import Digests

/// Digests of small files, one after the other with the same state.
final class DigestReuse {
    private var stream = DigestStream()

    func digests(of bytes: [UInt8]) -> DigestSet {
        stream.update(bytes.span)
        return stream.finalize().digests
    }
}
