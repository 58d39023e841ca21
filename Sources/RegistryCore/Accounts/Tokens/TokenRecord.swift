internal import Secrets

/// What is stored of a token, under half of its secret's hash.
struct TokenRecord {
    var hash: SecretHash
    var id: String
    var kind: TokenKind
    var description: String
    /// The key of the user's record.
    var owner: String?
    var username: String?
    var scopes: ScopeSet
    var limit: StoredTarget?
    var createdBy: String
    /// Milliseconds since 1970.
    var created: Int64
    var expires: Int64?
    var revoked: Int64?
    /// What a session stands and falls with; nil for every other kind.
    var origin: SessionOrigin?

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: 192)
        record.append(fixed: hash.bytes)
        record.append(id)
        record.append(byte: kind.code)
        record.append(description)
        record.append(owner)
        record.append(username)
        record.append(byte: scopes.rawValue)
        record.append(counted: limit?.bytes ?? [])
        record.append(FileRecord.cut(createdBy, to: 255))
        record.append(created)
        record.append(optional: expires.map { Int($0) })
        record.append(optional: revoked.map { Int($0) })
        if kind == .session { record.append(counted: origin?.encoded ?? []) }
        return record.bytes
    }

    init(
        hash: SecretHash, id: String, kind: TokenKind, description: String, owner: String?, username: String?,
        scopes: ScopeSet, limit: StoredTarget?, createdBy: String, created: Int64, expires: Int64?,
        origin: SessionOrigin? = nil
    ) {
        self.hash = hash
        self.id = id
        self.kind = kind
        self.description = description
        self.owner = owner
        self.username = username
        self.scopes = scopes
        self.limit = limit
        self.createdBy = createdBy
        self.created = created
        self.expires = expires
        self.origin = origin
    }

    init?(decoding bytes: [UInt8]) {
        guard var record = RecordReader(bytes, version: Self.version),
            let hash = record.take(count: UInt64(SecretHash.byteCount)).flatMap({ SecretHash(stored: Array($0)) }),
            let id = record.takeText(), let kind = record.takeByte().flatMap(TokenKind.init(code:)),
            let description = record.takeText(), let owner = record.takeOptionalText(),
            let username = record.takeOptionalText(), let scopes = record.takeByte(), let limit = record.takeCounted(),
            let createdBy = record.takeText(), let created = record.takeInt64(), let expires = record.takeOptionalInt(),
            let revoked = record.takeOptionalInt()
        else { return nil }
        let origin = kind == .session ? record.takeCounted().flatMap(SessionOrigin.init(decoding:)) : nil
        guard record.isAtEnd, (kind == .session) == (origin != nil) else { return nil }
        let target = StoredTarget(limit)
        // A limit that cannot be read must not become no limit.
        guard limit.isEmpty || target != nil else { return nil }
        self.init(
            hash: hash, id: id, kind: kind, description: description, owner: owner, username: username,
            scopes: ScopeSet(rawValue: scopes), limit: target, createdBy: createdBy, created: created,
            expires: expires.map { Int64($0) }, origin: origin)
        self.revoked = revoked.map { Int64($0) }
    }

    /// Whose tokens it is among.
    var holders: [TokenHolder] {
        var holders: [TokenHolder] = []
        if let owner { holders.append(.user(owner)) }
        if let limit { holders.append(.target(limit)) }
        return holders
    }
}
