internal import Digests

/// Large blobs, hashed side by side.
extension VerificationRun {
    private struct Lane {
        let row: BlobRow
        let bytes: any BlobBytes
        let stream: DigestBatch.Stream
        var offset: Int64 = 0
    }

    /// Bytes that a stream of a batch gets at a time.
    private static let pieceByteCount = 64 << 10

    /// Reads several large blobs in turn, a piece of each; one that has ended makes room for the next.
    /// - Throws: what says nothing about a blob.
    func readSideBySide(
        _ first: BlobRow, and window: VerificationList.Window, _ digests: inout DigestStream
    ) throws(StoreError) {
        defer { window.endLanes() }
        let batch = DigestBatch()
        var lanes: [Lane] = []
        var waiting: BlobRow? = first
        var buffer = [UInt8](repeating: 0, count: Self.pieceByteCount)
        while true {
            while lanes.count < DigestSchedule.mostLanes, let row = waiting ?? window.takeForLane() {
                waiting = nil
                if let bytes = try open(row) { lanes.append(Lane(row: row, bytes: bytes, stream: batch.open())) }
            }
            if lanes.isEmpty || isOver() { return }
            for index in lanes.indices.reversed() {
                do throws(StoreError) {
                    if try advance(&lanes[index], batch, &buffer) { continue }
                } catch {
                    let lane = lanes.remove(at: index)
                    batch.drop(lane.stream)
                    try hand(in: unreadable(lane.row, error))
                    continue
                }
                let lane = lanes.remove(at: index)
                let found = batch.finalize(lane.stream).digests
                if let wrong = lane.row.digests.firstDifference(from: found) {
                    try hand(in: check(lane.row, &digests, wrongBefore: wrong))
                } else {
                    try hand(in: Verdict(row: lane.row, isSound: true, bytesRead: lane.row.size))
                }
            }
        }
    }

    /// Opens a blob; nil where there is a verdict already.
    private func open(_ row: BlobRow) throws(StoreError) -> (any BlobBytes)? {
        let verdict: Verdict
        do throws(StoreError) {
            if let bytes = try openForChecking(row) {
                if try bytes.size() == row.size {
                    bytes.willReadOnce()
                    return bytes
                }
                verdict = try wrongSize(row, bytes)
            } else {
                verdict = try missing(row)
            }
        } catch {
            verdict = try unreadable(row, error)
        }
        try hand(in: verdict)
        return nil
    }

    /// Reads and hashes the next piece; false at the end.
    private func advance(_ lane: inout Lane, _ batch: DigestBatch, _ buffer: inout [UInt8]) throws(StoreError) -> Bool {
        var room = buffer.mutableSpan
        let (bytes, offset) = (lane.bytes, lane.offset)
        let count = try unsafe room.withUnsafeMutableBytes { (room) throws(StoreError) in
            try unsafe bytes.read(into: room, at: offset)
        }
        guard count > 0 else { return false }
        batch.update(lane.stream, buffer.span.extracting(0..<count))
        lane.offset += Int64(count)
        throttle(count)
        return true
    }
}
