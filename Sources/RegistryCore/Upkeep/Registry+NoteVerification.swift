internal import ContentStore

/// What a verification looked at.
public enum VerificationSubject: String, Sendable, CaseIterable {
    /// The bytes of blobs.
    case checksums
    /// The index itself.
    case index
}

extension Registry {
    /// Notes in the audit log that a verification has ended, and what it found.
    /// - Parameter result: one sentence for the log.
    /// - Throws: `readOnly` where the store can only be read, among others; what was verified stays so.
    public func noteVerification(
        of subject: VerificationSubject, _ result: String, by actor: Actor = .local
    ) throws(RegistryError) {
        try write { (change) throws(RegistryError) in
            try change.audit(.storeVerify, subject.rawValue, result, by: actor)
        }
    }

    /// The newest note of a verification of this; nil where the log has none.
    public func lastVerification(of subject: VerificationSubject) throws(RegistryError) -> AuditEvent? {
        var filter = AuditFilter()
        filter.action = AuditAction.storeVerify.rawValue
        filter.subject = subject.rawValue
        return try audit(limit: 1, matching: filter).first
    }
}
