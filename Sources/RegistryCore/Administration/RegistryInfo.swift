/// A registry and what is in it.
public struct RegistryInfo: Sendable, Equatable {
    /// Where it is.
    public let path: RegistryPath
    /// 16 hexadecimal digits, unique in the store and never used again.
    public let id: String
    /// Unique in the store and small, for those who count.
    public let number: UInt64
    /// As its makers write it.
    public let name: String
    /// What it is for; may be empty.
    public let description: String
    /// Whether anybody may read it.
    public let isPublic: Bool
    /// The rule for uploads.
    public let policy: InspectionPolicySetting
    /// Milliseconds since 1970.
    public let created: Int64
    /// Grows with every transaction that changes a file.
    public let serial: UInt64
    /// What is in it.
    public let counts: RegistryCounts
}

/// Sums over the files of a registry.
public struct RegistryCounts: Sendable, Equatable {
    /// Projects that have a file.
    public var projects = 0
    /// Their versions that have a file.
    public var releases = 0
    /// Files.
    public var files = 0
    /// Bytes of all files; those that share a blob are counted one by one.
    public var bytes: Int64 = 0
}

/// What a new registry is to be like.
public struct RegistrySettings: Sendable, Equatable {
    /// As people write it; nil for the slug.
    public var name: String?
    /// What it is for.
    public var description = ""
    /// Whether anybody may read it.
    public var isPublic = false
    /// The rule for uploads.
    public var policy = InspectionPolicySetting()

    /// A private registry that refuses what PyPI refuses.
    public init() {}
}
