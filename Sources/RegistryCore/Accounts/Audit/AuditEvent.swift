/// One entry of the audit log: who did what to which thing, when, and by which means.
public struct AuditEvent: Sendable, Equatable {
    /// Its place in the log: from 1 on, each one more than the last, never used again.
    public let number: UInt64
    /// Milliseconds since 1970.
    public let time: Int64
    /// Who did it.
    public let actor: Actor
    /// What was done.
    public let action: AuditAction
    /// To what: `organization/registry/filename`, `organization/registry`, an organization, a user, a token's id.
    public let subject: String
    /// What else there is to say; may be empty.  Never a secret.
    public let detail: String

    static let subjectLimit = 512
    static let detailLimit = 1000
    private static let nameLimit = 255
    private static let version: UInt8 = 1

    init(
        number: UInt64, time: Int64, actor: Actor, action: AuditAction, subject: String, detail: String
    ) {
        self.number = number
        self.time = time
        self.actor = actor
        self.action = action
        self.subject = subject
        self.detail = detail
    }

    /// The record's payload; the number is the key's.
    var encoded: [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: 128)
        record.append(time)
        record.append(byte: actor.kind.rawValue)
        record.append(FileRecord.cut(actor.name, to: Self.nameLimit))
        record.append(actor.tokenID)
        record.append(actor.address)
        record.append(actor.via.rawValue)
        record.append(action.rawValue)
        record.append(FileRecord.cut(subject, to: Self.subjectLimit))
        record.append(FileRecord.cut(detail, to: Self.detailLimit))
        return record.bytes
    }

    init?(number: UInt64, decoding bytes: [UInt8]) {
        guard var record = RecordReader(bytes, version: Self.version), let time = record.takeInt64(),
            let kind = record.takeByte().flatMap(Actor.Kind.init(rawValue:)), let name = record.takeText(),
            let tokenID = record.takeOptionalText(), let address = record.takeOptionalText(),
            let via = record.takeText().flatMap(Actor.Via.init(rawValue:)), let action = record.takeText(),
            let subject = record.takeText(), let detail = record.takeText(), record.isAtEnd
        else { return nil }
        self.init(
            number: number, time: time,
            actor: Actor(kind: kind, name: name, tokenID: tokenID, address: address, via: via),
            action: AuditAction(rawValue: action), subject: subject, detail: detail)
    }
}
