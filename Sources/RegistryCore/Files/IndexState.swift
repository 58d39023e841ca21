internal import ContentStore

/// What the index pages of a registry depend on: while it stays, so do they.
public struct IndexState: Sendable, Hashable {
    /// The registry's id; one deleted and made again under the same path has another.
    public let registryID: String
    /// Grows with every transaction that changes what the registry shows.
    public let serial: UInt64
    /// Whether names that are not here may be asked for elsewhere (`NameResolution.external`).
    public let asksElsewhere: Bool
}

extension Registry {
    /// The states of several registries, from one view of the index.  Two small reads for each, and one for
    /// each member of a composite one.
    /// - Returns: in the order of `paths`; nil for a registry that is not there.
    /// - Throws: `damagedRecord`, `store`.
    public func indexStates(of paths: [RegistryPath]) throws(RegistryError) -> [IndexState?] {
        try read { (snapshot) throws(RegistryError) in
            var states: [IndexState?] = []
            states.reserveCapacity(paths.count)
            for path in paths {
                guard let record = try snapshot.registryRecord(at: path) else {
                    states.append(nil)
                    continue
                }
                let serial = try Self.translating { () throws(StoreError) in try snapshot.serial(of: record) }
                states.append(
                    IndexState(registryID: record.id, serial: serial, asksElsewhere: record.asksElsewhere))
            }
            return states
        }
    }
}
