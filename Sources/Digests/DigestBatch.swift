/// The five digests of many streams side by side, each fed as its bytes arrive and finished on its own.
///
/// Where the engine has lanes, up to sixteen streams advance together, several times as fast as one after
/// another. So feed many streams in turn, best in pieces of equal size and at most 64 KiB. Elsewhere the streams
/// are computed one by one. The results are the same as of a ``DigestStream`` for each.
///
/// One thread at a time may use a batch; different batches are independent. Nothing blocks and nothing fails.
/// An open stream that has got any bytes holds 96 KiB.
public final class DigestBatch {
    /// One stream of a batch. Means nothing to other batches, nor after it was finalized or dropped.
    public struct Stream: Hashable, Sendable {
        let number: Int
    }

    private let digester: any BatchDigester
    private var byteCounts: [Stream: Int64] = [:]
    private var nextNumber = 0

    /// A batch without streams.
    public convenience init() {
        self.init(engine: .current)
    }

    /// A batch computed by an engine of the caller's choice.
    package init(engine: DigestEngine) {
        digester = engine.usesLanes ? LaneBatch(hasBLAKE2b: engine.hasBLAKE2b) : SerialBatch(engine: engine)
    }

    /// A new stream, of no bytes so far.
    public func open() -> Stream {
        let stream = Stream(number: nextNumber)
        nextNumber += 1
        byteCounts[stream] = 0
        digester.open(stream)
        return stream
    }

    /// Appends bytes to a stream. They are not kept beyond what was said above.
    public func update(_ stream: Stream, _ bytes: UnsafeRawBufferPointer) {
        guard let count = byteCounts[stream] else { preconditionFailure("the stream is not open") }
        byteCounts[stream] = count + Int64(bytes.count)
        unsafe digester.update(stream, bytes)
    }

    /// Appends bytes to a stream. They are not kept beyond what was said above.
    public func update(_ stream: Stream, _ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update(stream, $0) }
    }

    /// Ends one stream: its digests and how many bytes it had.
    public func finalize(_ stream: Stream) -> (digests: DigestSet, byteCount: Int64) {
        finalize([stream])[0]
    }

    /// Ends several streams, in that order; quicker than one by one.
    public func finalize(_ streams: [Stream]) -> [(digests: DigestSet, byteCount: Int64)] {
        let counts = streams.map { stream in
            guard let count = byteCounts.removeValue(forKey: stream) else {
                preconditionFailure("the stream is not open")
            }
            return count
        }
        return zip(digester.finalize(streams), counts).map { (digests: $0, byteCount: $1) }
    }

    /// Forgets a stream that will not be finished.
    public func drop(_ stream: Stream) {
        guard byteCounts.removeValue(forKey: stream) != nil else { preconditionFailure("the stream is not open") }
        digester.drop(stream)
    }

    /// The digests of each of these buffers, of any number and sizes, without copying them.
    ///
    /// Quickest for sixteen or more of similar sizes, and while they are in the second-level cache: about 1 MB
    /// at a time.
    public static func digests(of buffers: [UnsafeRawBufferPointer]) -> [DigestSet] {
        unsafe digests(of: buffers, engine: .current)
    }

    /// As ``digests(of:)``, computed by an engine of the caller's choice.
    package static func digests(of buffers: [UnsafeRawBufferPointer], engine: DigestEngine) -> [DigestSet] {
        // Fewer do not fill enough lanes to be faster than one after another.
        if engine.usesLanes, unsafe buffers.count >= LaneBatch.leastStreams {
            return unsafe LaneBatch.digests(of: buffers, hasBLAKE2b: engine.hasBLAKE2b)
        }
        var stream = DigestStream(engine: engine)
        var sets: [DigestSet] = []
        unsafe sets.reserveCapacity(buffers.count)
        for index in unsafe buffers.indices {
            unsafe stream.update(buffers[index])
            sets.append(stream.finalize().digests)
        }
        return sets
    }
}

/// What is behind a ``DigestBatch``, which vouches for the streams being open.
protocol BatchDigester: AnyObject {
    func open(_ stream: DigestBatch.Stream)
    func update(_ stream: DigestBatch.Stream, _ bytes: UnsafeRawBufferPointer)
    func finalize(_ streams: [DigestBatch.Stream]) -> [DigestSet]
    func drop(_ stream: DigestBatch.Stream)
}
