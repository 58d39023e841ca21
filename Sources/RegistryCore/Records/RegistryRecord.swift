/// What is stored of a registry, under its organization and slug.
struct RegistryRecord: Equatable {
    /// 16 hexadecimal digits, unique in the store; part of the names of its files, so it never changes.
    var id: String
    /// Unique in the store and small.
    var number: UInt64
    var kind = RegistryKind.source
    /// As its makers write it; at most 200 bytes.
    var name: String
    /// At most 1000 bytes.
    var description: String
    /// At most 100 bytes.
    var emoji: String?
    /// At most 100 bytes.
    var color: String?
    var visibility: Visibility
    var policy: InspectionPolicySetting
    /// The text of its policy for OpenID Connect tokens; at most 32 KiB.
    var oidcPolicy: String?
    /// Whether the filenames of deleted files can never be used again.
    var reservesFilenames = false
    /// Milliseconds since 1970.
    var created: Int64
    /// The members of a composite registry in order: sources, then upstreams.
    var members: [Member] = []
    /// What an upstream registry is like; nil for others.
    var upstream: UpstreamSettings?

    /// A member of a composite registry: what never changes of it.
    struct Member: Equatable {
        let id: String
        let kind: RegistryKind
    }

    /// Whether names that are not here may be asked for elsewhere.
    var asksElsewhere: Bool { kind == .upstream || members.contains { $0.kind == .upstream } }

    var isPublic: Bool { visibility == .public }

    /// Whether the texts are as short as they have to be, and the settings those of the kind.
    func check() throws(RegistryError) {
        try Registry.check(name, "the name", limitBytes: 200)
        try Registry.check(description, "the description", limitBytes: 1000)
        try Registry.check(emoji ?? "", "the emoji", limitBytes: 100)
        try Registry.check(color ?? "", "the color", limitBytes: 100)
        try Registry.check(oidcPolicy ?? "", "the OIDC policy", limitBytes: 32 << 10)
        guard kind != .composite || visibility == .private else {
            throw .invalidSettings(problem: "a composite registry is always private")
        }
        guard kind == .composite || members.isEmpty else {
            throw .invalidSettings(problem: "only a composite registry has members")
        }
        guard (kind == .upstream) == (upstream != nil) else {
            throw .invalidSettings(
                problem: kind == .upstream
                    ? "an upstream registry needs the URL of an index"
                    : "only an upstream registry has an index elsewhere")
        }
        try upstream?.check()
    }

    private static let version: UInt8 = 3
    /// Without members and upstreams.
    private static let oldVersion: UInt8 = 2

    var encoded: [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: 128)
        record.append(id)
        record.append(number)
        record.append(byte: kind.code)
        record.append(name)
        record.append(description)
        record.append(emoji)
        record.append(color)
        record.append(byte: visibility.code)
        record.append(byte: policy.mode.code)
        record.append(byte: policy.profile.code)
        record.append(oidcPolicy)
        record.append(byte: reservesFilenames ? 1 : 0)
        record.append(created)
        record.append(UInt64(members.count))
        for member in members {
            record.append(byte: member.kind.code)
            record.append(member.id)
        }
        record.append(counted: upstream?.encoded ?? [])
        return record.bytes
    }

    init(id: String, number: UInt64, name: String, settings: RegistrySettings, created: Int64) {
        self.id = id
        self.number = number
        kind = settings.kind
        self.name = name
        description = settings.description
        emoji = settings.emoji
        color = settings.color
        visibility = settings.visibility
        policy = settings.policy
        oidcPolicy = settings.oidcPolicy
        reservesFilenames = settings.reservesFilenames
        upstream = settings.upstream
        self.created = created
    }

    init?(decoding bytes: [UInt8]) {
        let version = bytes.first == Self.oldVersion ? Self.oldVersion : Self.version
        guard var record = RecordReader(bytes, version: version), let id = record.takeText(),
            let number = record.takeNumber(), let kind = record.takeByte().flatMap(RegistryKind.init(code:)),
            let name = record.takeText(), let description = record.takeText(),
            let emoji = record.takeOptionalText(), let color = record.takeOptionalText(),
            let visibility = record.takeByte().flatMap(Visibility.init(code:)),
            let mode = record.takeByte().flatMap(InspectionMode.init(code:)),
            let profile = record.takeByte().flatMap(InspectionProfile.init(code:)),
            let oidcPolicy = record.takeOptionalText(), let reservesFilenames = record.takeByte(),
            let created = record.takeInt64()
        else { return nil }
        var settings = RegistrySettings()
        settings.kind = kind
        settings.description = description
        settings.emoji = emoji
        settings.color = color
        settings.visibility = visibility
        settings.policy = InspectionPolicySetting(mode: mode, profile: profile)
        settings.oidcPolicy = oidcPolicy
        settings.reservesFilenames = reservesFilenames == 1
        var members: [Member] = []
        if version == Self.version {
            guard let count = record.takeNumber(), count <= UInt64(RegistryMember.limit) else { return nil }
            for _ in 0..<count {
                guard let kind = record.takeByte().flatMap(RegistryKind.init(code:)), let id = record.takeText() else {
                    return nil
                }
                members.append(Member(id: id, kind: kind))
            }
            guard let upstream = record.takeCounted() else { return nil }
            if !upstream.isEmpty {
                guard let upstream = UpstreamSettings(decoding: Array(upstream)) else { return nil }
                settings.upstream = upstream
            }
        }
        guard record.isAtEnd else { return nil }
        self.init(id: id, number: number, name: name, settings: settings, created: created)
        self.members = members
    }
}
