internal import ContentStore

/// The registry that files go into, and its part of their publication.
struct IngestTarget: Sendable {
    let path: RegistryPath
    /// Nil where a dry run found no registry.
    let id: String?

    /// What all publications of one transaction have in common.
    ///
    /// Used by one thread at a time: the index's writer, while the one who publishes waits.
    final class Batch {
        private weak var change: StoreChange?
        private var projects: Set<String> = []
        private var hasBumped = false

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
        }
    }
}
