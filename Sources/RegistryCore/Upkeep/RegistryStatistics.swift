public import ContentStore

/// What a store's registries hold and take up.
public struct RegistryStatistics: Sendable {
    /// The store's own sums, index and disk included.
    public let store: StoreStatistics
    /// What a collection without grace would free now, and what has to wait.
    public let collection: CollectionPlan
    /// Organizations.
    public let organizations: Int
    /// Each registry with its sums, by path.
    public let registries: [RegistryInfo]

    /// Bytes on disk of everything that is live.
    public var storedBytes: Int64 { store.counters.blobBytes }
    /// Bytes that files would take besides, if they did not share blobs.
    public var savedBytes: Int64 { store.counters.savedBytes }
}

extension Registry {
    /// What is stored, and what could be freed; costs a look at each file.
    /// - Parameter collection: by which rules the second is said.
    public func statistics(
        collection: CollectionOptions = CollectionOptions()
    ) throws(RegistryError) -> RegistryStatistics {
        var registries: [RegistryInfo] = []
        for listed in try self.registries() {
            do throws(RegistryError) {
                registries.append(try registry(at: listed.path))
            } catch .noSuchRegistry {
                // Deleted since it was listed.
            }
        }
        return RegistryStatistics(
            store: try Self.translating { () throws(StoreError) in try store.statistics() },
            collection: try planCollection(collection), organizations: try organizations().count,
            registries: registries)
    }
}
