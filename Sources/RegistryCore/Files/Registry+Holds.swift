internal import ContentStore
internal import PythonPackaging

extension Registry {
    /// Which of some projects a registry shows: a few small reads for each.
    /// - Parameter projects: normalized names (PEP 503).
    /// - Throws: `noSuchRegistry`, `damagedRecord`, `store`.
    public func held(_ projects: Set<String>, in path: RegistryPath) throws(RegistryError) -> Set<String> {
        try read { (snapshot) throws(RegistryError) in
            let composition = try snapshot.composition(at: path)
            var held: Set<String> = []
            for project in projects where project.utf8.count <= DistributionFilename.maximumBytes {
                if let holder = try snapshot.holder(of: project, in: composition),
                    try snapshot.has(project, in: holder.id)
                {
                    held.insert(project)
                }
            }
            return held
        }
    }
}
