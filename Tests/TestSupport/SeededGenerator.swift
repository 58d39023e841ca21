/// SplitMix64: the same choices on every machine, so that a difference found once is found again.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// The same seed gives the same choices.
    package init(seed: UInt64) { state = seed }

    /// 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// One of at least one.
    package mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &self)]
    }

    /// True so many times of a hundred.
    package mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// Between the bounds, both included.
    package mutating func repeated(
        _ bounds: ClosedRange<Int>, _ make: (inout SeededGenerator) -> String
    ) -> [String] {
        (0..<Int.random(in: bounds, using: &self)).map { _ in make(&self) }
    }
}
