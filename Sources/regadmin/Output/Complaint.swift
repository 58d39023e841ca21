/// What a person is told when something is wrong: `regadmin: subject: what happened: why`.
struct Complaint: Equatable {
    /// What it is about, a path or a name as given; escaped when written.
    var subject: String
    /// What happened, with why.
    var message: String
    /// What to do about it.
    var advice: String?

    var text: String {
        let line = "regadmin: \(SafeText.escaping(subject)): \(SafeText.escapingLines(message))"
        return advice.map { "\(line)\n  \(SafeText.escapingLines($0))" } ?? line
    }
}

/// Ends a command: a complaint, and the exit status.
struct CommandFailure: Error {
    var complaint: Complaint
    var status: ExitStatus

    init(_ subject: String, _ message: String, advice: String? = nil, status: ExitStatus) {
        complaint = Complaint(subject: subject, message: message, advice: advice)
        self.status = status
    }
}

/// A failure where all output is JSON.
struct FailureEvent: OutputEvent {
    static let event = "error"
    let subject: String
    let message: String
    let advice: String?
    let exitStatus: Int32

    init(_ failure: CommandFailure) {
        subject = failure.complaint.subject
        message = failure.complaint.message
        advice = failure.complaint.advice
        exitStatus = failure.status.rawValue
    }

    // A person has it from standard error.
    var text: String? { nil }
}
