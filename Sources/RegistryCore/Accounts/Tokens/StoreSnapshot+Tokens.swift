internal import ContentStore
internal import Secrets

extension StoreSnapshot {
    /// The token of a secret whose hash begins with these 16 bytes.
    func token(hashKey: [UInt8]) throws(RegistryError) -> TokenRecord? {
        try decodedRecord(AccountKey.token(hashKey), named: "a token", TokenRecord.init(decoding:))
    }

    /// The token of this id; nil also for what is no id.
    func token(id: String) throws(RegistryError) -> TokenRecord? {
        // Whatever comes from outside may be longer than a key.
        guard id.utf8.count == 36,
            let hashKey = try decodedRecord(AccountKey.tokenID(id), named: "token \(id)", { $0 })
        else { return nil }
        return try token(hashKey: hashKey)
    }

    /// The token that must be there.
    func existingToken(id: String) throws(RegistryError) -> TokenRecord {
        guard let record = try token(id: id) else { throw .noSuchToken(id) }
        return record
    }

    /// What others may see of it.
    func info(of record: TokenRecord) throws(RegistryError) -> TokenInfo {
        let limit = try record.limit.map { stored throws(RegistryError) in
            guard let target = try target(stored) else { throw .damagedRecord("token \(record.id)") }
            return target
        }
        return TokenInfo(
            id: record.id, kind: record.kind, description: record.description, owner: record.owner,
            username: record.username, scopes: record.scopes, limit: limit, createdBy: record.createdBy,
            created: record.created, expires: record.expires, revoked: record.revoked,
            lastUsed: try lastUse(ofToken: record.id), beganWith: record.origin?.token)
    }

    /// When a token was last seen, milliseconds since 1970.
    func lastUse(ofToken id: String) throws(RegistryError) -> Int64? {
        try decodedRecord(AccountKey.tokenUse(id), named: "the last use of token \(id)") { payload in
            payload.count == 8 ? Int64(exactly: UInt64(bigEndianBytes: payload)) : nil
        }
    }
}

extension StoreChange {
    /// Forgets a token.
    func delete(_ token: TokenRecord) throws(RegistryError) {
        try remove(AccountKey.token(token.hash.key))
        try remove(AccountKey.tokenID(token.id))
        try remove(AccountKey.tokenUse(token.id))
        for holder in token.holders { try remove(AccountKey.token(token.id, of: holder)) }
    }

    /// Forgets all tokens of somebody, or for something.
    func deleteTokens(of holder: TokenHolder) throws(RegistryError) {
        for id in try texts(under: AccountKey.tokens(of: holder)) {
            if let record = try token(id: id) { try delete(record) }
        }
    }

    /// Notes when a token was last seen, if it is still there.
    func noteUse(ofToken id: String, at moment: Int64) throws(RegistryError) {
        guard try token(id: id) != nil, try lastUse(ofToken: id) ?? 0 < moment else { return }
        try put(moment.bigEndianBytes, for: AccountKey.tokenUse(id))
    }
}
