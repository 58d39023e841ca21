/// What is to become of one setting.
public enum SettingChange<Value: Sendable & Equatable>: Sendable, Equatable {
    /// It stays.
    case unchanged
    /// It gets this value.
    case set(Value)
    /// It goes.
    case cleared

    /// The setting afterwards.
    func applied(to value: Value?) -> Value? {
        switch self {
        case .unchanged: value
        case .set(let new): new
        case .cleared: nil
        }
    }
}

/// What is to change about a registry; by itself nothing.
public struct RegistryChanges: Sendable, Equatable {
    /// Its name; the registry moves to the name's slug.
    public var name: String?
    /// What it is for.
    public var description = SettingChange<String>.unchanged
    /// A picture for it.
    public var emoji = SettingChange<String>.unchanged
    /// A colour for it.
    public var color = SettingChange<String>.unchanged
    /// The text of its policy for OpenID Connect tokens, not looked at here.
    public var oidcPolicy = SettingChange<String>.unchanged
    /// Who may read it without a grant.
    public var visibility: Visibility?
    /// The rule for uploads.
    public var policy: InspectionPolicySetting?
    /// Whether the filenames of files that are deleted from now on can never be used again.
    public var reservesFilenames: Bool?
    /// The members of a composite registry.
    public var members = ListChange<RegistryPath>.unchanged
    /// What an upstream registry is like, all of it; nil to leave it.
    public var upstream: UpstreamSettings?
    /// Names that no index elsewhere is asked for.
    public var reservations = ListChange<NameReservation>.unchanged

    /// Nothing.
    public init() {}

    func apply(to record: inout RegistryRecord) {
        if let name { record.name = name }
        record.description = description.applied(to: record.description) ?? ""
        record.emoji = emoji.applied(to: record.emoji)
        record.color = color.applied(to: record.color)
        record.oidcPolicy = oidcPolicy.applied(to: record.oidcPolicy)
        if let visibility { record.visibility = visibility }
        if let policy { record.policy = policy }
        if let reservesFilenames { record.reservesFilenames = reservesFilenames }
        if let upstream { record.upstream = upstream }
    }

    /// The settings by name, for the audit log.
    var summary: String {
        var parts: [String] = []
        if let name { parts.append("name “\(name)”") }
        if description != .unchanged { parts.append("description") }
        if emoji != .unchanged { parts.append("emoji") }
        if color != .unchanged { parts.append("color") }
        if oidcPolicy != .unchanged { parts.append("oidc policy") }
        if let visibility { parts.append("visibility \(visibility.rawValue)") }
        if let policy { parts.append("inspection \(policy.mode.rawValue), \(policy.profile.rawValue)") }
        if let reservesFilenames { parts.append(reservesFilenames ? "reserves filenames" : "reserves no filenames") }
        if let upstream { parts.append(upstream.summary) }
        return parts.joined(separator: ", ")
    }
}
