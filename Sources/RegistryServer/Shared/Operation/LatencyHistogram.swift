/// How long answers took, in buckets as Prometheus counts them.
struct LatencyHistogram: Sendable {
    /// Upper bounds in microseconds, and as Prometheus writes them in seconds.
    static let bounds: [(microseconds: Int64, text: String)] = [
        (500, "0.0005"), (1000, "0.001"), (2500, "0.0025"), (5000, "0.005"), (10_000, "0.01"), (25_000, "0.025"),
        (50_000, "0.05"), (100_000, "0.1"), (250_000, "0.25"), (1_000_000, "1"), (5_000_000, "5"), (30_000_000, "30"),
    ]

    private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    private(set) var total = 0
    private(set) var microseconds: Int64 = 0

    mutating func add(_ duration: Duration) {
        let parts = duration.components
        let elapsed = parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000
        counts[Self.bounds.firstIndex { elapsed <= $0.microseconds } ?? Self.bounds.count] += 1
        total += 1
        microseconds += elapsed
    }
}
