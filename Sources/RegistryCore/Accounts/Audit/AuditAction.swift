/// What was done, as the audit log words it: `thing.verb`.
///
/// A text and no enumeration, so that a log written by a newer release can be read.
public struct AuditAction: RawRepresentable, Hashable, Sendable {
    /// The word; at most 64 bytes.
    public let rawValue: String

    /// An action of this name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Files came in.
    public static let filePublish = AuditAction(rawValue: "file.publish")
    /// A file came in from the index that an upstream registry stands for.
    public static let fileFetch = AuditAction(rawValue: "file.fetch")
    /// What came from that index was not what it had promised, and nothing was kept.
    public static let fileMismatch = AuditAction(rawValue: "file.mismatch")
    /// Files that had been fetched were removed to make room; they can be fetched again.
    public static let fileEvict = AuditAction(rawValue: "file.evict")
    /// Files were deleted.
    public static let fileDelete = AuditAction(rawValue: "file.delete")
    /// Files were marked as not to be installed.
    public static let fileYank = AuditAction(rawValue: "file.yank")
    /// That mark was taken away.
    public static let fileUnyank = AuditAction(rawValue: "file.unyank")
    /// A file was copied into another registry.
    public static let fileCopy = AuditAction(rawValue: "file.copy")
    /// Damaged bytes were replaced by whole ones.
    public static let fileRepair = AuditAction(rawValue: "file.repair")
    /// What is stored was compared with what should be; the subject says whether `checksums` or the `index`.
    public static let storeVerify = AuditAction(rawValue: "store.verify")
    /// A project's status was set (PEP 792).
    public static let projectStatus = AuditAction(rawValue: "project.status")
    /// A registry was made.
    public static let registryCreate = AuditAction(rawValue: "registry.create")
    /// A registry's settings were changed.
    public static let registryUpdate = AuditAction(rawValue: "registry.update")
    /// A registry was deleted.
    public static let registryDelete = AuditAction(rawValue: "registry.delete")
    /// A registry's OpenID Connect policy was set or removed.
    public static let registryPolicy = AuditAction(rawValue: "registry.oidc-policy")
    /// An organization was made.
    public static let organizationCreate = AuditAction(rawValue: "organization.create")
    /// An organization's settings were changed.
    public static let organizationUpdate = AuditAction(rawValue: "organization.update")
    /// An organization was deleted.
    public static let organizationDelete = AuditAction(rawValue: "organization.delete")
    /// A user was made.
    public static let userCreate = AuditAction(rawValue: "user.create")
    /// A user's record was changed.
    public static let userUpdate = AuditAction(rawValue: "user.update")
    /// A user's password was set or removed.
    public static let userPassword = AuditAction(rawValue: "user.password")
    /// A user was deleted.
    public static let userDelete = AuditAction(rawValue: "user.delete")
    /// A user got a role somewhere.
    public static let grantCreate = AuditAction(rawValue: "grant.create")
    /// A user lost a role somewhere.
    public static let grantDelete = AuditAction(rawValue: "grant.delete")
    /// A token was made.
    public static let tokenCreate = AuditAction(rawValue: "token.create")
    /// A token's description was changed.
    public static let tokenUpdate = AuditAction(rawValue: "token.update")
    /// A token was revoked.
    public static let tokenRevoke = AuditAction(rawValue: "token.revoke")
    /// Tokens that had ended long ago were forgotten.
    public static let tokenPrune = AuditAction(rawValue: "token.prune")
    /// The oldest part of this log was removed.
    public static let auditPrune = AuditAction(rawValue: "audit.prune")
}
