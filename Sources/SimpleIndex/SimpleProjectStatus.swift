/// What a project's owner or the registry's administrator says of it (PEP 792).
public enum SimpleProjectStatus: String, Sendable, Hashable, CaseIterable {
    /// The default.
    case active
    /// No more files are expected.
    case archived
    /// Held to be unsafe: its page offers no file.
    case quarantined
    /// Of no more use, or replaced by another project.
    case deprecated
}
