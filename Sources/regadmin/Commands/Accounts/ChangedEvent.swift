/// Something that is not as it was.
struct ChangedEvent: OutputEvent {
    static let event = "changed"
    let subject: String
    /// What it is: a user, a token, an organization.
    let kind: String
    /// What happened to it.
    let change: String

    var text: String? { "\(change)  \(kind) \(SafeText.escaping(subject))" }
}

/// How much of something old was forgotten.
struct PrunedEvent: OutputEvent {
    static let event = "pruned"
    let count: Int
    let kind: String

    var text: String? { "forgotten  \(count) \(kind)" }
}
