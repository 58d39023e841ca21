/// What a new registry is to be like.
public struct RegistrySettings: Sendable, Equatable {
    /// As people write it, at most 200 bytes; nil for the slug.
    public var name: String?
    /// What it is made of.
    public var kind = RegistryKind.source
    /// What it is for; at most 1000 bytes.
    public var description = ""
    /// A picture for it; at most 100 bytes.
    public var emoji: String?
    /// A colour for it; at most 100 bytes.
    public var color: String?
    /// Who may read it without a grant.
    public var visibility = Visibility.private
    /// The rule for uploads.
    public var policy = InspectionPolicySetting()
    /// The text of its policy for OpenID Connect tokens, not looked at here; at most 32 KiB.
    public var oidcPolicy: String?
    /// Whether the filenames of deleted files can never be used again.
    public var reservesFilenames = false
    /// The members of a composite registry, at most `RegistryMember.limit`, the first that has a project first;
    /// upstream registries come last whatever stands here.
    public var members: [RegistryPath] = []
    /// What an upstream registry is like; nil for others.
    public var upstream: UpstreamSettings?
    /// Names that no index elsewhere is asked for through this registry, or through a composite one that it is in.
    public var reservations: [NameReservation] = []

    /// Whether anybody may read it.
    public var isPublic: Bool {
        get { visibility == .public }
        set { visibility = newValue ? .public : .private }
    }

    /// A private registry that refuses what PyPI refuses.
    public init() {}

    /// What the audit log says of a new registry, besides its path.
    /// - Parameter reserved: what it says of its reservations.
    func summary(_ reserved: String?) -> String {
        var parts = kind == .source ? [] : [kind.rawValue]
        if !members.isEmpty { parts.append("members \(members.map(\.description).joined(separator: " "))") }
        if let upstream { parts.append(upstream.summary) }
        if let reserved { parts.append(reserved) }
        return parts.joined(separator: ", ")
    }
}
