/// What is stored of an organization, under its slug.
struct OrganizationRecord {
    /// As its makers write it; at most 200 bytes.
    var name: String
    /// Milliseconds since 1970.
    var created: Int64
    /// Who may read all its registries.
    var visibility: Visibility

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var record = RecordWriter(version: Self.version)
        record.append(name)
        record.append(created)
        record.append(byte: visibility.code)
        return record.bytes
    }

    init(name: String, created: Int64, visibility: Visibility = .private) {
        self.visibility = visibility
        self.name = name
        self.created = created
    }

    init?(decoding bytes: [UInt8]) {
        guard var record = RecordReader(bytes, version: Self.version), let name = record.takeText(),
            let created = record.takeInt64(),
            let visibility = record.takeByte().flatMap(Visibility.init(code:)), record.isAtEnd
        else { return nil }
        self.init(name: name, created: created, visibility: visibility)
    }
}
