public import ContentStore

extension Registry {
    /// What `collect` with the same options would free at this moment.  Changes nothing.
    public func planCollection(
        _ options: CollectionOptions = CollectionOptions()
    ) throws(RegistryError) -> CollectionPlan {
        try Self.translating { () throws(StoreError) in try store.planCollection(options) }
    }

    /// Removes the bytes that no file needs, beside running ingests, verifications and servers (see `Store.collect`).
    public func collect(
        _ options: CollectionOptions = CollectionOptions(), shouldContinue: (Amount) -> Bool = { _ in true }
    ) throws(RegistryError) -> CollectionReport {
        try Self.translating { () throws(StoreError) in try store.collect(options, shouldContinue: shouldContinue) }
    }
}
