internal import ContentStore

/// What the index pages of a registry depend on: while it stays, so do they.
public struct IndexState: Sendable, Hashable {
    /// The registry's id; one deleted and made again under the same path has another.
    public let registryID: String
    /// How many transactions have changed the registry's files.
    public let serial: UInt64
}

extension Registry {
    /// The states of several registries, from one view of the index.  Two small reads for each.
    /// - Returns: in the order of `paths`; nil for a registry that is not there.
    /// - Throws: `damagedRecord`, `store`.
    public func indexStates(of paths: [RegistryPath]) throws(RegistryError) -> [IndexState?] {
        try read { (snapshot) throws(RegistryError) in
            var states: [IndexState?] = []
            states.reserveCapacity(paths.count)
            for path in paths {
                guard let id = try snapshot.registryRecord(at: path)?.id else {
                    states.append(nil)
                    continue
                }
                let serial = try Self.translating { () throws(StoreError) in try snapshot.serial(of: id) }
                states.append(IndexState(registryID: id, serial: serial))
            }
            return states
        }
    }
}
