/// What is stored of a project that has files, or a status, under its registry and normalized name.
struct ProjectRecord: Equatable {
    /// As its first file spelled it; at most 255 bytes.
    var name: String
    /// Milliseconds since 1970.
    var created: Int64
    var status = ProjectStatus.active
    /// Why it has that status, at most `reasonLimit` bytes.
    var statusReason: String?

    static let reasonLimit = 255
    private static let version: UInt8 = 2

    var encoded: [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: 48)
        record.append(name)
        record.append(created)
        record.append(byte: status.code)
        record.append(statusReason)
        return record.bytes
    }

    init(name: String, created: Int64) {
        self.name = name
        self.created = created
    }

    init?(decoding bytes: [UInt8]) {
        guard var record = RecordReader(bytes, version: Self.version), let name = record.takeText(),
            let created = record.takeInt64(), let status = record.takeByte().flatMap(ProjectStatus.init(code:)),
            let reason = record.takeOptionalText(), record.isAtEnd
        else { return nil }
        self.init(name: name, created: created)
        self.status = status
        statusReason = reason
    }
}
