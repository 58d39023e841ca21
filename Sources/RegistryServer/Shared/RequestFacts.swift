internal import Synchronization

/// What becomes known of a request on its way, for the one line in the log and for the counters.
public final class RequestFacts: Sendable {
    struct Values: Sendable {
        var caller: String?
        var tokenID: String?
        var dialect: DialectName?
        var route: String?
        var digest: String?
        var note: String?
    }

    private let values = Mutex(Values())

    init() {}

    /// Who asks: the user's name and the token's id, never the token.
    public func setCaller(_ name: String?, tokenID: String?) {
        values.withLock {
            $0.caller = name
            $0.tokenID = tokenID
        }
    }

    /// The SHA-256 of the file it is about, in hex.
    public func setDigest(_ digest: String) { values.withLock { $0.digest = digest } }

    /// A few words on why it was refused; no secret, and nothing that the client sent unless it is harmless.
    public func setNote(_ note: String) { values.withLock { $0.note = note } }

    func setRoute(_ template: String, _ dialect: DialectName?) {
        values.withLock {
            $0.route = template
            $0.dialect = dialect
        }
    }

    var current: Values { values.withLock { $0 } }
}
