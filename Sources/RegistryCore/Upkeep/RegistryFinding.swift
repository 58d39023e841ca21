public import ContentStore

/// Something that verification found not to be as it should, and the files it concerns.
public struct RegistryFinding: Sendable, Equatable {
    /// What the store says.
    public let finding: Finding
    /// The files whose bytes these are, as `organization/registry/filename`; at most 1000.
    public let files: [String]

    /// Whether anything has been lost or may be; the others are warnings.
    public var isDamage: Bool { finding.isDamage }
}
