internal import Digests

extension Store {
    /// Reads blobs again and compares all digests with those recorded, least recently verified first.
    ///
    /// Touches no blob's bytes.  Notes in the index when each was verified (the notes of the last 512 may
    /// be lost in a power cut) and which are damaged, unless told not to or the store is open read-only.
    /// - Parameters:
    ///   - onFinding: called with each finding, one at a time.
    ///   - shouldContinue: asked now and then, one call at a time; false ends the run.
    public func verify(
        _ options: VerificationOptions = VerificationOptions(), onFinding: (Finding) -> Void = { _ in },
        shouldContinue: (VerificationProgress) -> Bool = { _ in true }
    ) throws(StoreError) -> VerificationReport {
        let isRecording = options.isRecording && !self.options.isReadOnly
        let run = try withoutActuallyEscaping(onFinding) { (onFinding) throws(StoreError) in
            try withoutActuallyEscaping(shouldContinue) { (shouldContinue) throws(StoreError) in
                let threads = max(1, options.threads)
                let run = try VerificationRun(
                    store: self, options: options, threads: threads, isRecording: isRecording, onFinding: onFinding,
                    shouldContinue: shouldContinue)
                ThreadTeam.run(threads) { _ in run.work() }
                run.finish()
                return run.outcome
            }
        }
        return try run.get()
    }
}
