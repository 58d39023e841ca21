internal import CDigests

/// The streams of a batch in AVX-512 lanes. Only where the processor supports it.
///
/// Each stream has a buffer; when one is full or a stream ends, whatever all the buffers hold is compressed
/// together.
final class LaneBatch: BatchDigester {
    /// With fewer streams, one after another is faster.
    static let leastStreams = 6

    private let hasBLAKE2b: Bool
    private var open: [DigestBatch.Stream: LaneStream] = [:]
    /// Buffers of streams that have ended, for those to come.
    private var idle: [LaneStream] = []

    init(hasBLAKE2b: Bool) { self.hasBLAKE2b = hasBLAKE2b }

    func open(_ stream: DigestBatch.Stream) {
        open[stream] = idle.popLast() ?? LaneStream()
    }

    func update(_ stream: DigestBatch.Stream, _ bytes: UnsafeRawBufferPointer) {
        guard let lane = open[stream] else { preconditionFailure("a stream without a lane") }
        // Better compress before the buffer is full than give one stream more to do than the others.
        if bytes.count > lane.room, lane.hasWholeBlocks { advance(ending: []) }
        var rest = unsafe lane.append(bytes)
        while rest.count > 0 {
            advance(ending: [])
            unsafe rest = lane.append(rest)
        }
    }

    func finalize(_ streams: [DigestBatch.Stream]) -> [DigestSet] {
        let ending = streams.map { stream in
            guard let lane = open.removeValue(forKey: stream) else { preconditionFailure("a stream without a lane") }
            return lane
        }
        advance(ending: ending)
        return ending.map { lane in
            let digests = lane.digests()
            recycle(lane)
            return digests
        }
    }

    func drop(_ stream: DigestBatch.Stream) {
        if let lane = open.removeValue(forKey: stream) { recycle(lane) }
    }

    private func recycle(_ lane: LaneStream) {
        lane.reset()
        if idle.count < 64 { idle.append(lane) }
    }

    /// Compresses what the open streams hold, and the streams in `ending` to their ends.
    private func advance(ending: [LaneStream]) {
        let continuing = open.values.filter { $0.hasWholeBlocks }
        var jobs = unsafe ending.map { unsafe $0.job(last: true) } + continuing.map { unsafe $0.job(last: false) }
        unsafe Self.run(&jobs, hasBLAKE2b: hasBLAKE2b)
        for lane in continuing { lane.keepRest() }
    }

    /// The digests of whole messages.
    static func digests(of buffers: [UnsafeRawBufferPointer], hasBLAKE2b: Bool = true) -> [DigestSet] {
        var states = unsafe [cdigests_state](repeating: cdigests_state(), count: buffers.count)
        return unsafe states.withUnsafeMutableBufferPointer { states in
            var jobs: [cdigests_job] = unsafe buffers.indices.compactMap { index in
                guard let state = unsafe states.baseAddress.map({ unsafe $0 + index }) else { return nil }
                unsafe cdigests_state_init(state)
                let bytes = unsafe buffers[index].baseAddress?.assumingMemoryBound(to: UInt8.self)
                return unsafe cdigests_job(state: state, bytes: bytes, count: buffers[index].count, last: true)
            }
            unsafe run(&jobs, hasBLAKE2b: hasBLAKE2b)
            return states.indices.map { index in
                unsafe DigestSet { unsafe cdigests_state_encode(&states[index], $0) }
            }
        }
    }

    /// Advances the jobs' states. Sorted by size the lanes stay full for longest.
    private static func run(_ jobs: inout [cdigests_job], hasBLAKE2b: Bool) {
        unsafe jobs.sort { unsafe $0.count > $1.count }
        unsafe jobs.withUnsafeMutableBufferPointer { jobs in
            unsafe cdigests_lanes_run(jobs.baseAddress, jobs.count, hasBLAKE2b)
        }
    }
}
