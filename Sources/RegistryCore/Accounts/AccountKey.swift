/// What a grant or a token is about, as it is stored: a registry by its id, which survives renames and never returns.
enum StoredTarget: Hashable {
    case organization(String)
    case registry(id: String)

    /// `O` and the slug, or `R` and the id.
    var bytes: [UInt8] {
        switch self {
        case .organization(let slug): [UInt8(ascii: "O")] + slug.utf8
        case .registry(let id): [UInt8(ascii: "R")] + id.utf8
        }
    }

    init?(_ bytes: some Collection<UInt8>) {
        guard let text = String(validating: bytes.dropFirst(), as: UTF8.self) else { return nil }
        switch bytes.first {
        case UInt8(ascii: "O"): self = .organization(text)
        case UInt8(ascii: "R"): self = .registry(id: text)
        default: return nil
        }
    }
}

/// Whose tokens: those of a user, or those limited to something.
enum TokenHolder: Hashable {
    case user(String)
    case target(StoredTarget)

    var bytes: [UInt8] {
        switch self {
        case .user(let name): [UInt8(ascii: "u")] + name.utf8
        case .target(let target): target.bytes
        }
    }
}

/// The keys of accounts, as `RecordKey` has them for everything else:
///
/// - `U` user name in lower case → `UserRecord`
/// - `G` user name, NUL, target → the role, one byte
/// - `g` target, NUL, user name → empty: the way back
/// - `T` first 16 bytes of the secret's SHA-256 → `TokenRecord`
/// - `t` token id → the 16 bytes
/// - `K` `u` and a user name, or target; NUL, token id → empty: whose tokens there are
/// - `u` token id → when it was last used, milliseconds since 1970 in 8 bytes
///
/// A target is `O` and an organization's slug, or `R` and a registry's id.
enum AccountKey {
    static let users = [UInt8(ascii: "U")]
    static func user(_ name: String) -> [UInt8] { users + name.utf8 }

    static func grants(of user: String) -> [UInt8] { [UInt8(ascii: "G")] + user.utf8 + [0] }
    static func grant(of user: String, on target: StoredTarget) -> [UInt8] { grants(of: user) + target.bytes }
    static func grants(on target: StoredTarget) -> [UInt8] { [UInt8(ascii: "g")] + target.bytes + [0] }
    static func grant(on target: StoredTarget, to user: String) -> [UInt8] { grants(on: target) + user.utf8 }

    static func token(_ hashKey: [UInt8]) -> [UInt8] { [UInt8(ascii: "T")] + hashKey }
    static let tokenIDs = [UInt8(ascii: "t")]
    static func tokenID(_ id: String) -> [UInt8] { tokenIDs + id.utf8 }
    static func tokens(of holder: TokenHolder) -> [UInt8] { [UInt8(ascii: "K")] + holder.bytes + [0] }
    static func token(_ id: String, of holder: TokenHolder) -> [UInt8] { tokens(of: holder) + id.utf8 }
    static func tokenUse(_ id: String) -> [UInt8] { [UInt8(ascii: "u")] + id.utf8 }
}
