internal import ContentStore
internal import Digests

/// The registry that files go into, and its part of their publication.
struct IngestTarget: Sendable {
    let path: RegistryPath
    /// Nil where a dry run found no registry.
    let id: String?

    /// What all publications of one transaction have in common.
    ///
    /// Used by one thread at a time: the index's writer, while the one who publishes waits.
    final class Batch {
        private let actor: Actor
        private weak var change: StoreChange?
        private var audit: (event: AuditEvent, files: Int)?
        private var projects: Set<String> = []
        private var hasBumped = false

        init(actor: Actor) { self.actor = actor }

        /// The registry's part of one publication: that the registry is still there, its project, its serial.
        func apply(
            _ file: PreparedFile, _ outcome: PublishOutcome, to target: IngestTarget, id: String, _ change: StoreChange
        ) throws(StoreError) {
            if self.change !== change {
                // A transaction of its own, or one that was begun anew.
                guard try change.record(RecordKey.registryID(id)) != nil else {
                    throw .refused("the registry \(target.path) was deleted meanwhile")
                }
                self.change = change
                projects = []
                hasBumped = false
                audit = nil
            }
            if outcome == .present { return }
            if file.isKnown, try change.reference(file.name) == nil {
                throw .refused("the file was deleted from the registry meanwhile; run again")
            }
            let project = file.name.components[1]
            if projects.insert(project).inserted {
                let key = RecordKey.project(project, in: id)
                if try change.record(key) == nil {
                    let record = ProjectRecord(name: file.record.project, created: change.now)
                    try change.putRecord(record.encoded, for: key)
                }
            }
            if !hasBumped {
                try change.bumpSerial(of: id)
                hasBumped = true
            }
            try noteInAudit(file, in: target, change)
        }

        /// One entry for all files of a transaction, reworded with each that joins.
        private func noteInAudit(
            _ file: PreparedFile, in target: IngestTarget, _ change: StoreChange
        ) throws(StoreError) {
            guard let (event, files) = audit else {
                let event = try change.appendAudit(
                    .filePublish, "\(target.path)/\(file.record.filename)",
                    "sha256:\(file.blob.digests.sha256.hex)", by: actor)
                audit = (event, 1)
                return
            }
            audit = (event, files + 1)
            try change.replaceAudit(event, subject: "\(target.path)", detail: Registry.files(files + 1))
        }
    }
}
