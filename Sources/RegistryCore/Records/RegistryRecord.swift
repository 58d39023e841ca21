/// What is stored of a registry, under its organization and slug.
struct RegistryRecord {
    /// 16 hexadecimal digits, unique in the store; part of the names of its files, so it never changes.
    var id: String
    /// Unique in the store and small.
    var number: UInt64
    /// As its makers write it; at most 200 bytes.
    var name: String
    /// At most 1000 bytes.
    var description: String
    var isPublic: Bool
    var policy: InspectionPolicySetting
    /// Milliseconds since 1970.
    var created: Int64

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: 128)
        record.append(id)
        record.append(number)
        record.append(name)
        record.append(description)
        record.append(byte: isPublic ? 1 : 0)
        record.append(byte: policy.mode.code)
        record.append(byte: policy.profile.code)
        record.append(created)
        return record.bytes
    }

    init(
        id: String, number: UInt64, name: String, description: String, isPublic: Bool, policy: InspectionPolicySetting,
        created: Int64
    ) {
        self.id = id
        self.number = number
        self.name = name
        self.description = description
        self.isPublic = isPublic
        self.policy = policy
        self.created = created
    }

    init?(decoding bytes: [UInt8]) {
        guard var record = RecordReader(bytes, version: Self.version), let id = record.takeText(),
            let number = record.takeNumber(), let name = record.takeText(), let description = record.takeText(),
            let isPublic = record.takeByte(), let mode = record.takeByte().flatMap(InspectionMode.init(code:)),
            let profile = record.takeByte().flatMap(InspectionProfile.init(code:)), let created = record.takeInt64(),
            record.isAtEnd
        else { return nil }
        self.init(
            id: id, number: number, name: name, description: description, isPublic: isPublic == 1,
            policy: InspectionPolicySetting(mode: mode, profile: profile), created: created)
    }
}
