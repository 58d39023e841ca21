internal import ContentStore
internal import Digests
public import SystemPackage

/// What a repair came to.
public struct RepairReport: Sendable, Equatable {
    /// Blobs that were known to be damaged when it began.
    public internal(set) var damaged = 0
    /// Those that are whole again.
    public internal(set) var healed = 0
    /// Files found that had the size of a damaged blob, and were read.
    public internal(set) var filesRead = 0
    /// It was told to stop.
    public internal(set) var isStoppedEarly = false

    /// Damaged blobs that nothing was found for.
    public var remaining: Int { damaged - healed }
}

extension Registry {
    /// Replaces damaged bytes by whole ones from files below `directory`, whatever those files are called.
    ///
    /// What is damaged is what verifications have found so far.  Only files of a damaged blob's size are read; source
    /// files are never changed.
    /// - Parameters:
    ///   - onHealed: called with the files (`organization/registry/filename`) whose bytes are whole again, and where
    ///     those came from; durable by then.
    ///   - onFailure: called with each source that could not be read.
    public func repair(
        from directory: FilePath, by actor: Actor = .local,
        onHealed: (_ files: [String], _ source: FilePath) -> Void = { _, _ in },
        onFailure: (FilePath, RegistryError) -> Void = { _, _ in }, shouldContinue: () -> Bool = { true }
    ) throws(RegistryError) -> RepairReport {
        var damaged = try damagedBlobs()
        var report = RepairReport()
        report.damaged = damaged.count
        var failure: RegistryError?
        withoutActuallyEscaping(onFailure) { onFailure in
            withoutActuallyEscaping(shouldContinue) { shouldContinue in
                var walk = SourceWalk(
                    takesEveryFile: true,
                    onOther: { path, outcome in
                        if case .failed(let error) = outcome { onFailure(path, error) }
                    }, shouldContinue: shouldContinue)
                do throws(RegistryError) { try walk.add(directory) } catch {
                    failure = error
                    return
                }
                for file in walk.files where damaged.values.contains(where: { $0 == file.size }) {
                    guard shouldContinue() else {
                        report.isStoppedEarly = true
                        return
                    }
                    do throws(RegistryError) {
                        report.filesRead += 1
                        guard let healed = try heal(from: file, &damaged, by: actor) else { continue }
                        report.healed += 1
                        onHealed(healed, file.path)
                    } catch {
                        guard case .store = error else {
                            onFailure(file.path, error)
                            continue
                        }
                        failure = error
                        return
                    }
                }
            }
        }
        if let failure { throw failure }
        return report
    }

    /// The sizes of damaged blobs that a file needs.
    private func damagedBlobs() throws(RegistryError) -> [ContentDigest: Int64] {
        try Self.translating { () throws(StoreError) in
            try store.read { (snapshot) throws(StoreError) in
                var damaged: [ContentDigest: Int64] = [:]
                guard try snapshot.counters().damagedBlobs > 0 else { return damaged }
                try snapshot.scanBlobs { row in
                    if row.health == .damaged && row.references > 0 { damaged[row.digests.sha256] = row.size }
                    return true
                }
                return damaged
            }
        }
    }

    /// Publishes a file's bytes under the name that has lost them; answers the files that have them back, or nil where
    /// nobody misses these bytes.
    private func heal(
        from file: SourceFile, _ damaged: inout [ContentDigest: Int64], by actor: Actor
    ) throws(RegistryError) -> [String]? {
        let source = try SourceReader.open(file)
        let staged = try Self.translating { () throws(StoreError) in try store.stage(expectedSize: source.size) }
        try unsafe source.forEachChunk { (chunk) throws(RegistryError) in
            do throws(StoreError) { try unsafe staged.append(chunk) } catch { throw .store(error) }
            return true
        }
        let blob = try Self.translating { () throws(StoreError) in try staged.seal() }
        let digest = blob.digests.sha256
        guard damaged[digest] != nil else { return nil }
        let target = try Self.translating { () throws(StoreError) in
            try store.read { (snapshot) throws(StoreError) -> (BlobName, Reference)? in
                guard let name = try snapshot.names(of: digest, limit: 1).first,
                    let reference = try snapshot.reference(name)
                else { return nil }
                return (name, reference)
            }
        }
        guard let (name, reference) = target else { return nil }
        let results = try Self.translating { () throws(StoreError) in
            try store.publish([
                Publication(name: name, blob: blob, payload: reference.payload) { (change, _) throws(StoreError) in
                    guard try change.reference(name)?.id == reference.id else {
                        throw .refused("\(name) was deleted meanwhile")
                    }
                    try change.appendAudit(.fileRepair, "sha256:\(digest.hex)", by: actor)
                }
            ])
        }
        if case .failure(let error)? = results.first { throw .store(error) }
        damaged[digest] = nil
        var files: [String] = []
        try self.files(selected: .digest(blob.digests[.sha256])) { file in
            files.append(file.reference)
            return true
        }
        return files
    }
}
