/// One entry point that hostile bytes reach. Whatever they are, it must neither trap nor contradict itself.
protocol FuzzTarget: SendableMetatype {
    /// The word that selects it.
    static var name: String { get }
    /// What it looks for.
    static var summary: String { get }
    /// Good inputs to begin with.
    static var seeds: [[UInt8]] { get }
    /// Tries one input; traps on what should not be.
    static func run(_ input: [UInt8])
}

let fuzzTargets: [any FuzzTarget.Type] = [
    MultipartTarget.self, ArchiveTarget.self, MembersTarget.self, DigestsTarget.self, MetadataTarget.self,
    VersionsTarget.self, PagesTarget.self,
]

/// Stops the fuzzer, which keeps the input.
func demand(_ condition: Bool, _ what: @autoclosure () -> String) {
    if !condition { fatalError(what()) }
}
