/// Something that is gone.
struct DeletedEvent: OutputEvent {
    static let event = "deleted"
    let subject: String
    /// What it was: a file, registry or organization.
    let kind: String

    var text: String? { "deleted  \(kind) \(SafeText.escaping(subject))" }
}
