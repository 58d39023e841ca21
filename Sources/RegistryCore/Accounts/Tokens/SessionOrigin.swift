internal import ContentStore

/// What a session stands and falls with: how its user signed in.
enum SessionOrigin: Equatable {
    /// By password.  Any change of the user's record, such as a new password, draws another stamp and ends the session.
    case password(stamp: UInt64)
    /// By the token of this id: what ends the token ends the session.
    case token(id: String)

    /// The id of the token; nil for a password.
    var token: String? { if case .token(let id) = self { id } else { nil } }

    /// `P` and the stamp in 8 bytes, or `T` and the id.
    var encoded: [UInt8] {
        switch self {
        case .password(let stamp): [UInt8(ascii: "P")] + stamp.bigEndianBytes
        case .token(let id): [UInt8(ascii: "T")] + id.utf8
        }
    }

    init?(decoding bytes: some Collection<UInt8>) {
        let rest = bytes.dropFirst()
        switch bytes.first {
        case UInt8(ascii: "P") where rest.count == 8:
            self = .password(stamp: UInt64(bigEndianBytes: rest))
        case UInt8(ascii: "T"):
            guard let id = String(validating: rest, as: UTF8.self) else { return nil }
            self = .token(id: id)
        default: return nil
        }
    }
}

extension StoreSnapshot {
    /// Whether what a session began with still holds.
    /// - Parameters:
    ///   - owner: the session's user as they are now; nil for a session that belongs to nobody.
    ///   - moment: milliseconds since 1970.
    func stands(_ origin: SessionOrigin, owner: UserRecord?, at moment: Int64) throws(RegistryError) -> Bool {
        switch origin {
        case .password(let stamp): return owner?.stamp == stamp
        case .token(let id):
            guard let token = try token(id: id) else { return false }
            return token.revoked == nil && (token.expires ?? .max) > moment
        }
    }
}
