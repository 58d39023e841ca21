/// Which entries of the audit log are asked for; all conditions hold for each of them.
public struct AuditFilter: Sendable, Equatable {
    /// Not before this moment, milliseconds since 1970.
    public var since: Int64?
    /// This action, or with `file` all actions on files.
    public var action: String?
    /// This subject, or something in it: `acme` also means `acme/packages` and its files.
    public var subject: String?
    /// The actor's exact name, or a token's id.
    public var actor: String?

    /// Everything.
    public init() {}

    /// Whether an entry is asked for; its time aside.
    func matches(_ event: AuditEvent) -> Bool {
        if let action, event.action.rawValue != action, !event.action.rawValue.hasPrefix(action + ".") { return false }
        if let subject, event.subject != subject, !event.subject.hasPrefix(subject + "/") { return false }
        if let actor, event.actor.name != actor, event.actor.tokenID != actor { return false }
        return true
    }
}
