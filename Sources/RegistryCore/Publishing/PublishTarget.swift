internal import ContentStore
internal import Digests

/// The registry that files go into, and its part of their publication.
struct PublishTarget: Sendable {
    let path: RegistryPath
    /// Nil where a dry run found no registry.
    let id: String?

    /// What all publications of one transaction have in common.
    ///
    /// Used by one thread at a time: the index's writer, while the one who publishes waits.
    final class Batch {
        private let actor: Actor
        private let action: AuditAction
        private weak var change: StoreChange?
        private var audit: (event: AuditEvent, registry: RegistryPath, files: Int)?
        private var registry: RegistryRecord?
        private var projects: [String: ProjectRecord] = [:]
        private var hasBumped = false

        /// - Parameter action: what the audit log is to call it.
        init(actor: Actor, action: AuditAction = .filePublish) {
            self.actor = actor
            self.action = action
        }

        /// The registry's part of one publication: that the registry is still there and takes the file, the file's and
        /// its project's records, the serial.  What refuses does so before anything is written.
        func apply(
            _ file: IncomingFile, _ outcome: PublishOutcome, to target: PublishTarget, _ change: StoreChange
        ) throws(AdmissionError) {
            let registry = try registry(of: target, change)
            let existing = try Self.store { () throws(StoreError) in try change.reference(file.name) }
            if let existing {
                // Whole bytes for damaged ones are welcome in any case.
                if outcome == .present && file.rules.refusesSameBytes {
                    throw .refused(.filenameTaken(existing: existing.digest, isSameBytes: true))
                }
                if outcome == .present { return }
            } else {
                if file.isKnown {
                    throw .store(.refused("the file was deleted from the registry meanwhile; run again"))
                }
                try admit(file, registry, change)
            }
            try Self.store { () throws(StoreError) in
                if existing == nil { try note(file, registry.id, change) }
                if !hasBumped {
                    try change.bumpSerial(of: registry.id)
                    hasBumped = true
                }
                try noteInAudit(file, in: target, change)
            }
        }

        private func registry(of target: PublishTarget, _ change: StoreChange) throws(AdmissionError) -> RegistryRecord
        {
            if self.change === change, let registry { return registry }
            // A transaction of its own, or one that was begun anew.
            guard let id = target.id else { preconditionFailure("publishing without a registry") }
            let record: RegistryRecord?
            do throws(RegistryError) {
                // It may have got another path meanwhile.
                record = try change.registryPath(id: id).map { (path) throws(RegistryError) in
                    try change.existingRegistry(at: path)
                }
            } catch {
                throw .store(error.asStoreError)
            }
            guard let record else { throw .store(.refused("the registry \(target.path) was deleted meanwhile")) }
            self.change = change
            registry = record
            projects = [:]
            hasBumped = false
            audit = nil
            return record
        }

        /// Whether a file that is not there may come in.
        private func admit(
            _ file: IncomingFile, _ registry: RegistryRecord, _ change: StoreChange
        ) throws(AdmissionError) {
            let project = file.name.component(1)
            if projects[project] == nil {
                projects[project] = try Admission.project(of: file, in: registry, change)
            }
            try Admission.check(file, in: registry, project: projects[project], change)
        }

        /// Writes the records of a file that is new in the registry.
        private func note(_ file: IncomingFile, _ id: String, _ change: StoreChange) throws(StoreError) {
            let project = file.name.component(1)
            if projects[project] == nil {
                let record = ProjectRecord(name: file.record.project, created: change.now)
                try change.putRecord(record.encoded, for: RecordKey.project(project, in: id))
                projects[project] = record
            }
            try change.putRecord(FileName.payload(of: file.name), for: RecordKey.file(file.record.id, in: id))
            if let attestations = file.attestations {
                try change.putRecord(attestations, for: RecordKey.attestations(of: file.record.id, in: id))
            }
        }

        /// Words the audit log's entry for all files of the transaction; once they are all decided.
        func finish(_ change: StoreChange) throws(StoreError) {
            guard self.change === change, let (event, registry, files) = audit, files > 1 else { return }
            try change.replaceAudit(event, subject: "\(registry)", detail: Registry.files(files))
        }

        /// One entry for all files of a transaction: worded for the first, and for all of them at the end.
        private func noteInAudit(
            _ file: IncomingFile, in target: PublishTarget, _ change: StoreChange
        ) throws(StoreError) {
            guard audit == nil else {
                audit?.files += 1
                return
            }
            let event = try change.appendAudit(
                action, "\(target.path)/\(file.record.filename)", "sha256:\(file.digest.hex)", by: actor)
            audit = (event, target.path, 1)
        }

        private static func store<Result>(
            _ body: () throws(StoreError) -> Result
        ) throws(AdmissionError) -> Result {
            do throws(StoreError) { return try body() } catch { throw .store(error) }
        }
    }
}
