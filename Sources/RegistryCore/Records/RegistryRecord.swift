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

    var isPublic: Bool { visibility == .public }

    /// Whether the texts are as short as they have to be.
    func check() throws(RegistryError) {
        try Registry.check(name, "the name", limitBytes: 200)
        try Registry.check(description, "the description", limitBytes: 1000)
        try Registry.check(emoji ?? "", "the emoji", limitBytes: 100)
        try Registry.check(color ?? "", "the color", limitBytes: 100)
        try Registry.check(oidcPolicy ?? "", "the OIDC policy", limitBytes: 32 << 10)
    }

    private static let version: UInt8 = 2

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
        self.created = created
    }

    init?(decoding bytes: [UInt8]) {
        guard var record = RecordReader(bytes, version: Self.version), let id = record.takeText(),
            let number = record.takeNumber(), let kind = record.takeByte().flatMap(RegistryKind.init(code:)),
            let name = record.takeText(), let description = record.takeText(),
            let emoji = record.takeOptionalText(), let color = record.takeOptionalText(),
            let visibility = record.takeByte().flatMap(Visibility.init(code:)),
            let mode = record.takeByte().flatMap(InspectionMode.init(code:)),
            let profile = record.takeByte().flatMap(InspectionProfile.init(code:)),
            let oidcPolicy = record.takeOptionalText(), let reservesFilenames = record.takeByte(),
            let created = record.takeInt64(), record.isAtEnd
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
        self.init(id: id, number: number, name: name, settings: settings, created: created)
    }
}
