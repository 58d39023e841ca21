public import ContentStore

extension Registry {
    /// Reads blobs again and compares all digests with those recorded, least recently verified first (see
    /// `Store.verify`).
    public func verify(
        _ options: VerificationOptions = VerificationOptions(), onFinding: (RegistryFinding) -> Void = { _ in },
        shouldContinue: (VerificationProgress) -> Bool = { _ in true }
    ) throws(RegistryError) -> VerificationReport {
        let paths = try registryPaths()
        return try Self.translating { () throws(StoreError) in
            try store.verify(
                options, onFinding: { onFinding(Self.naming($0, by: paths)) }, shouldContinue: shouldContinue)
        }
    }

    /// Checks the index against itself and against the disk (see `Store.checkIndex`), and the records of files against
    /// the files.  Changes nothing.
    public func verifyIndex(
        onFinding: (RegistryFinding) -> Void = { _ in }, shouldContinue: (IndexCheckReport) -> Bool = { _ in true }
    ) throws(RegistryError) -> IndexCheckReport {
        // A damaged record must not hide the others: the store finds it too.
        let paths = (try? registryPaths()) ?? [:]
        var report = try Self.translating { () throws(StoreError) in
            try store.checkIndex(
                onFinding: { onFinding(Self.naming($0, by: paths)) }, shouldContinue: shouldContinue)
        }
        // Rows that cannot be read have been reported, and end every scan.
        if !report.isStoppedEarly && report.damagedRows == 0 {
            try checkFileRecords(paths, &report, onFinding: onFinding, shouldContinue: shouldContinue)
            if !report.isStoppedEarly {
                try checkNameRecords(&report, onFinding: onFinding, shouldContinue: shouldContinue)
            }
        }
        return report
    }

    /// Where each registry is, by its id.
    func registryPaths() throws(RegistryError) -> [String: RegistryPath] {
        try read { (snapshot) throws(RegistryError) in
            var paths: [String: RegistryPath] = [:]
            for registry in try snapshot.registryRecords() { paths[registry.record.id] = registry.path }
            return paths
        }
    }

    static func naming(_ finding: Finding, by paths: [String: RegistryPath]) -> RegistryFinding {
        RegistryFinding(finding: finding, files: finding.names.map { reference($0, by: paths) }.sorted())
    }

    /// A file's name as people write it; of a registry that is gone, with its id.
    static func reference(_ name: BlobName, by paths: [String: RegistryPath]) -> String {
        let components = name.components
        guard components.count > 2 else { return name.description }
        return "\(paths[components[0]]?.description ?? components[0])/\(components[2])"
    }
}
