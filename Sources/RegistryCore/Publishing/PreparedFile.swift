internal import ContentStore
internal import Digests

/// A file that is ready to be published: read, hashed and, where the rules ask for it, inspected.
struct PreparedFile {
    let name: BlobName
    var record: FileRecord
    let blob: SealedBlob
    /// The encoded `DerivedRecord`; nil where there is none, or the store has it.
    var derived: [UInt8]?
    /// What the inspection found odd and let pass.
    var warnings: [IngestRefusal] = []
    /// The registry had the file when it was looked up, so it was not inspected.
    var isKnown = false
    /// A JSON array of attestations (PEP 740).
    var attestations: [UInt8]?
    /// What else is asked of it.
    var rules = AdmissionRules()

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
                try batch.apply(incoming, outcome, to: target, change)
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
