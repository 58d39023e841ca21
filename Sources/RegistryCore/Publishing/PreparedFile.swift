internal import ContentStore
internal import Digests

/// A file that is ready to be published: read, hashed and, where the rules ask for it, inspected.
///
/// A class, for it is handed on several times, and a copy of all this takes longer than most of what is done with it.
final class PreparedFile {
    let name: BlobName
    var record: FileRecord
    let blob: SealedBlob
    /// The encoded `DerivedRecord`; nil where there is none, or the store has it.
    let derived: [UInt8]?
    /// What the inspection found odd and let pass.
    let warnings: [IngestRefusal]
    /// The registry had the file when it was looked up, so it was not inspected.
    let isKnown: Bool
    /// A JSON array of attestations (PEP 740).
    var attestations: [UInt8]?
    /// What else is asked of it.
    var rules = AdmissionRules()

    init(
        name: BlobName, record: FileRecord, blob: SealedBlob, derived: [UInt8]? = nil, warnings: [IngestRefusal] = [],
        isKnown: Bool = false
    ) {
        self.name = name
        self.record = record
        self.blob = blob
        self.derived = derived
        self.warnings = warnings
        self.isKnown = isKnown
    }

    var incoming: IncomingFile {
        IncomingFile(
            name: name, record: record, digest: blob.digests.sha256, isKnown: isKnown, attestations: attestations,
            rules: rules)
    }

    /// What the store is to do.
    /// - Parameters:
    ///   - batch: of all publications of one transaction.
    ///   - verdict: takes why it is refused, where it is.
    func publication(in target: PublishTarget, _ batch: PublishTarget.Batch, _ verdict: Verdict) -> Publication {
        Publication(name: name, blob: blob, payload: record.encoded(under: name), listing: derived) {
            (change, outcome) throws(StoreError) in
            verdict.refusal = nil
            do throws(AdmissionError) {
                try batch.apply(self.incoming, outcome, to: target, change)
            } catch {
                switch error {
                case .store(let error): throw error
                case .refused(let refusal):
                    verdict.refusal = refusal
                    throw .refused(refusal.description)
                }
            }
        }
    }

    /// Why a transaction refused a file.
    ///
    /// Written by the index's writer, read by the one who publishes once that has ended.
    final class Verdict {
        var refusal: UploadRefusal?
    }
}
