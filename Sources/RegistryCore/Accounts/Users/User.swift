/// Somebody who signs in with a name.
public struct User: Sendable, Equatable {
    /// A UUID, which survives changes of everything else.
    public let id: String
    /// As they write it; users are told apart without regard to case.
    public let name: String
    /// For people; may be empty.
    public let displayName: String
    /// May be empty.
    public let email: String
    /// Whether they may do everything everywhere.
    public let isSiteAdministrator: Bool
    /// Whether they, and their tokens, are let in at all.
    public let isActive: Bool
    /// Whether they can sign in with a password.
    public let hasPassword: Bool
    /// Milliseconds since 1970.
    public let created: Int64
}

/// What a new user is to be like.
public struct NewUser: Sendable {
    /// 1 to 64 ASCII letters, digits, hyphens, underscores and dots; a letter or digit at both ends.
    public var name: String
    /// At most 200 bytes.
    public var displayName = ""
    /// At most 254 bytes.
    public var email = ""
    /// 8 characters to 1024 bytes; nil for a user who only has tokens.
    public var password: String?
    /// Whether they may do everything everywhere.
    public var isSiteAdministrator = false

    /// A user without a password.
    public init(name: String) { self.name = name }
}

/// What is to change of a user; nil stays as it is.
public struct UserChanges: Sendable {
    /// For people.
    public var displayName: String?
    /// Where mail reaches them.
    public var email: String?
    /// Whether they may do everything everywhere.
    public var isSiteAdministrator: Bool?
    /// Whether they, and their tokens, are let in at all.
    public var isActive: Bool?

    /// Nothing.
    public init() {}
}

/// The rule for names of users.
enum UserName {
    /// Names that clients put where a user's stands, when they send a token.
    private static let reserved: Set<String> = ["buildkite", "gitlab-ci-token", "x-oauth-basic", "token"]

    /// What the name is stored under: lower case; nil where it is no name.
    static func key(_ name: String) -> String? {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 64, isWord(first), isWord(last),
            bytes.allSatisfy({ isWord($0) || "-_.".utf8.contains($0) })
        else { return nil }
        let key = name.lowercased()
        return reserved.contains(key) ? nil : key
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
