import COpenSSL
import Digests

/// Streams of a batch, fed and ended in any order, against OpenSSL's one-shot digests of the same bytes.
enum DigestsTarget: FuzzTarget {
    static let name = "digests"
    static let summary = "digests of many streams side by side are those of each"

    static var seeds: [[UInt8]] {
        let turns: [UInt8] = (0..<48).flatMap { [UInt8($0 % 16), UInt8($0 * 5 & 255), 1] }
        let long: [UInt8] = (0..<60).flatMap { [UInt8($0 % 20), 255, UInt8($0 & 3)] }
        let endings: [UInt8] = [0x40, 7, 0, 0x21, 9, 1, 0x62, 0, 0]
        return [turns, long, turns + endings + turns]
    }

    /// More than the longest turn takes.
    private static let pattern = (0..<140_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }

    /// Three bytes a turn: what to do with which stream, and with how many bytes.
    static func run(_ input: [UInt8]) {
        let batch = DigestBatch()
        var open: [Int: (stream: DigestBatch.Stream, bytes: [UInt8])] = [:]
        var total = 0
        var at = 0
        while at + 2 < input.count, total < 200_000 {
            let number = Int(input[at] & 31)
            let count = Int(input[at + 1]) * [1, 16, 64, 521][Int(input[at + 2] & 3)]
            switch input[at] >> 5 {
            case 1:
                if let ended = open.removeValue(forKey: number) { compare(batch.finalize(ended.stream), ended.bytes) }
            case 2:
                let ended = open.keys.sorted().prefix(count & 15).compactMap { open.removeValue(forKey: $0) }
                for (result, one) in zip(batch.finalize(ended.map(\.stream)), ended) { compare(result, one.bytes) }
            case 3:
                if let dropped = open.removeValue(forKey: number) { batch.drop(dropped.stream) }
            default:
                var one = open[number] ?? (batch.open(), [])
                let bytes = Array(pattern[at % 251..<at % 251 + count])
                batch.update(one.stream, bytes.span)
                one.bytes += bytes
                total += count
                open[number] = one
            }
            at += 3
        }
        for (_, one) in open.sorted(by: { $0.key < $1.key }) { compare(batch.finalize(one.stream), one.bytes) }
    }

    private static func compare(_ result: (digests: DigestSet, byteCount: Int64), _ bytes: [UInt8]) {
        demand(result.byteCount == bytes.count, "\(result.byteCount) bytes of \(bytes.count)")
        for (algorithm, name) in [
            (DigestAlgorithm.md5, "MD5"), (.sha1, "SHA1"), (.sha256, "SHA2-256"), (.sha512, "SHA2-512"),
        ] {
            var digest = [UInt8](repeating: 0, count: 64)
            var length = 0
            demand(EVP_Q_digest(nil, name, nil, bytes, bytes.count, &digest, &length) == 1, "no \(name)")
            demand(result.digests[algorithm].bytes == Array(digest[..<length]), "\(name) of \(bytes.count) bytes")
        }
        // OpenSSL has no BLAKE2b of 32 bytes by name; the serial stream is checked against others elsewhere.
        var stream = DigestStream()
        stream.update(bytes.span)
        demand(stream.finalize().digests == result.digests, "BLAKE2b of \(bytes.count) bytes")
    }
}
