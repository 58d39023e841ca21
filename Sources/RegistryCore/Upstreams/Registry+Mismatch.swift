internal import ContentStore

extension Registry {
    /// Notes in the audit log that an index sent something else than it had promised.
    /// - Parameter subject: the registry's path and the filename.
    public func noteMismatch(
        _ subject: String, _ detail: String, by actor: Actor
    ) throws(RegistryError) {
        try write { (change) throws(RegistryError) in try change.audit(.fileMismatch, subject, detail, by: actor) }
    }
}
