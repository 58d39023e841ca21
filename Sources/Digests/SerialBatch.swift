/// The streams of a batch one by one.
final class SerialBatch: BatchDigester {
    private let engine: DigestEngine
    private var digesters: [DigestBatch.Stream: SerialDigester] = [:]

    init(engine: DigestEngine) {
        self.engine = engine
    }

    deinit {
        for digester in digesters.values { digester.retire() }
    }

    func open(_ stream: DigestBatch.Stream) {
        digesters[stream] = SerialDigester.borrow(engine: engine)
    }

    func update(_ stream: DigestBatch.Stream, _ bytes: UnsafeRawBufferPointer) {
        unsafe digesters[stream]?.update(bytes)
    }

    func finalize(_ streams: [DigestBatch.Stream]) -> [DigestSet] {
        streams.map { stream in
            guard let digester = digesters.removeValue(forKey: stream) else {
                preconditionFailure("a stream without a digester")
            }
            defer { digester.retire() }
            return digester.finalize()
        }
    }

    func drop(_ stream: DigestBatch.Stream) {
        digesters.removeValue(forKey: stream)?.retire()
    }
}
