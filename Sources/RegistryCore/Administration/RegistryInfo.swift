/// A registry and what is in it.
public struct RegistryInfo: Sendable, Equatable {
    /// Where it is.
    public let path: RegistryPath
    /// 16 hexadecimal digits, unique in the store and never used again.
    public let id: String
    /// A UUID of version 7 that goes with the id.
    public var uuid: String { UUIDText.derived(from: id, made: created) }
    /// Unique in the store and small, for those who count.
    public let number: UInt64
    /// As its makers write it.
    public let name: String
    /// What it is for; may be empty.
    public let description: String
    /// What it is made of.
    public let kind: RegistryKind
    /// A picture for it.
    public let emoji: String?
    /// A colour for it.
    public let color: String?
    /// Who may read it without a grant.
    public let visibility: Visibility
    /// Whether anybody may read it.
    public var isPublic: Bool { visibility == .public }
    /// The rule for uploads.
    public let policy: InspectionPolicySetting
    /// The text of its policy for OpenID Connect tokens.
    public let oidcPolicy: String?
    /// Whether the filenames of deleted files can never be used again.
    public let reservesFilenames: Bool
    /// The members of a composite registry, in order.
    public let members: [RegistryMember]
    /// What an upstream registry is like; nil for others.
    public let upstream: UpstreamSettings?
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

extension RegistryInfo {
    init(
        _ record: RegistryRecord, at path: RegistryPath, members: [RegistryMember], serial: UInt64,
        counts: RegistryCounts
    ) {
        self.path = path
        id = record.id
        number = record.number
        name = record.name
        description = record.description
        kind = record.kind
        emoji = record.emoji
        color = record.color
        visibility = record.visibility
        policy = record.policy
        oidcPolicy = record.oidcPolicy
        reservesFilenames = record.reservesFilenames
        self.members = members
        upstream = record.upstream
        created = record.created
        self.serial = serial
        self.counts = counts
    }
}
