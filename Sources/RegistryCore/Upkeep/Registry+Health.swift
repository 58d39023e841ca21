public import ContentStore
internal import Digests

/// How a store is, for whoever looks after it.
public struct StoreHealth: Sendable {
    /// The store's sums, index and disk included.
    public let store: StoreStatistics
    /// What a collection would free now, and what has to wait.
    public let collection: CollectionPlan
    /// What is known of verifications.
    public let verification: VerificationState
    /// What the audit log says of the last verification of each kind, as long as it goes back to one.
    public let lastVerifications: [VerificationSubject: AuditEvent]
    /// The damaged blobs that `verification` names, each with files that have its bytes.
    public let damaged: [DamagedBlob]

    /// Bytes that files would take besides, if they did not share blobs.
    public var savedBytes: Int64 { store.counters.savedBytes }
}

/// Bytes that are not what they were.
public struct DamagedBlob: Sendable, Equatable {
    /// SHA-256 of what they were.
    public let sha256: String
    /// How many there were.
    public let size: Int64
    /// Files that have them, as `organization/registry/filename`; some of them where there are many.
    public let files: [String]
}

extension Registry {
    /// How the store is; costs a look at each blob's row.
    /// - Parameter collection: by which rules it is said what could be freed.
    public func health(collection: CollectionOptions = CollectionOptions()) throws(RegistryError) -> StoreHealth {
        let verification = try Self.translating { () throws(StoreError) in try store.verificationState() }
        let paths = try registryPaths()
        var damaged: [DamagedBlob] = []
        for row in verification.damaged {
            let digest = row.digests.sha256
            let names = try Self.translating { () throws(StoreError) in
                try store.read { (snapshot) throws(StoreError) in try snapshot.names(of: digest, limit: 20) }
            }
            damaged.append(
                DamagedBlob(
                    sha256: digest.hex, size: row.size, files: names.map { Self.reference($0, by: paths) }.sorted()))
        }
        var last: [VerificationSubject: AuditEvent] = [:]
        for subject in VerificationSubject.allCases { last[subject] = try lastVerification(of: subject) }
        return StoreHealth(
            store: try Self.translating { () throws(StoreError) in try store.statistics() },
            collection: try planCollection(collection), verification: verification, lastVerifications: last,
            damaged: damaged)
    }
}
