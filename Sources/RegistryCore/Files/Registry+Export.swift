internal import ContentStore
internal import Digests
internal import Glibc
public import SystemPackage

extension Registry {
    /// Copies files into a directory under their own names, checked against their digests on the way.
    ///
    /// A file that is there with other bytes stays as it is; that one fails, the others go on.
    /// - Parameters:
    ///   - directory: must exist.
    ///   - onFile: called with what became of each file, on the caller's thread.
    /// - Throws: `noSuchRegistry`, `noSuchFile`, `source` where the sums cannot be written.
    public func export(
        _ selections: [FileSelection], to directory: FilePath, options: ExportOptions = ExportOptions(),
        onFile: (FileEntry, ExportOutcome) -> Void = { _, _ in }, shouldContinue: () -> Bool = { true }
    ) throws(RegistryError) -> ExportReport {
        var report = ExportReport()
        var sums: [String: String] = [:]
        for selection in selections {
            try files(selected: selection) { file in
                guard shouldContinue() else {
                    report.isStoppedEarly = true
                    return false
                }
                let outcome = export(file, to: directory.appending(file.filename))
                switch outcome {
                case .written: report.written.count(file.size)
                case .present: report.present += 1
                case .failed: report.failed += 1
                }
                if case .failed = outcome {} else { sums[file.filename] = file.digests.sha256.hex }
                onFile(file, outcome)
                return true
            }
        }
        if options.writesSums { try writeSums(sums, to: directory.appending("SHA256SUMS")) }
        return report
    }

    private func export(_ file: FileEntry, to target: FilePath) -> ExportOutcome {
        do throws(RegistryError) {
            if try isPresent(file, at: target) { return .present(target) }
            let reader = try Self.translating { () throws(StoreError) in try store.open(file.digests.sha256) }
            let copy = try ExportFile.begin(target)
            var digests = DigestStream()
            var failure: RegistryError?
            try Self.translating { () throws(StoreError) in
                try unsafe reader.forEachChunk { (chunk) throws(StoreError) in
                    if failure != nil { return }
                    unsafe digests.update(chunk)
                    do throws(RegistryError) { try unsafe copy.append(chunk) } catch { failure = error }
                }
            }
            if let failure { throw failure }
            guard digests.finalize().digests == file.digests else { throw .store(.blobCorrupt(file.digests.sha256)) }
            guard try copy.finish(replacing: false) else { throw .exportConflict(path: target.string) }
            return .written(target)
        } catch {
            return .failed(error)
        }
    }

    /// Whether the file is there already.
    /// - Throws: `exportConflict` where something else is.
    private func isPresent(_ file: FileEntry, at target: FilePath) throws(RegistryError) -> Bool {
        let source: SourceReader
        do throws(RegistryError) {
            source = try SourceReader.open(SourceFile(path: target, size: 0))
        } catch {
            if case .source("open", _, let code) = error, code == ENOENT { return false }
            if case .notAFile = error { throw .exportConflict(path: target.string) }
            throw error
        }
        guard source.size == file.size else { throw .exportConflict(path: target.string) }
        var digests = DigestStream()
        try unsafe source.forEachChunk { (chunk) throws(RegistryError) in
            unsafe digests.update(chunk)
            return true
        }
        guard digests.finalize().digests == file.digests else { throw .exportConflict(path: target.string) }
        return true
    }

    private func writeSums(_ sums: [String: String], to path: FilePath) throws(RegistryError) {
        let copy = try ExportFile.begin(path)
        let lines = sums.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
        try unsafe Array(lines.utf8).span.withUnsafeBytes { (raw) throws(RegistryError) in try unsafe copy.append(raw) }
        _ = try copy.finish(replacing: true)
    }
}
