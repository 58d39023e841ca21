internal import ContentStore

// The registry's records, read and written in its own terms.

extension StoreSnapshot {
    func organization(_ slug: String) throws(RegistryError) -> OrganizationRecord? {
        try decodedRecord(
            RecordKey.organization(slug), named: "organization \(slug)", OrganizationRecord.init(decoding:))
    }

    func registryRecord(at path: RegistryPath) throws(RegistryError) -> RegistryRecord? {
        try decodedRecord(RecordKey.registry(path), named: "registry \(path)", RegistryRecord.init(decoding:))
    }

    /// The record of a registry that must be there.
    func existingRegistry(at path: RegistryPath) throws(RegistryError) -> RegistryRecord {
        guard let record = try registryRecord(at: path) else { throw .noSuchRegistry(path) }
        return record
    }

    /// Registries of one organization, by slug.
    func registryRecords(
        in organization: String
    ) throws(RegistryError) -> [(path: RegistryPath, record: RegistryRecord)] {
        let prefix = RecordKey.registries(in: organization)
        return try registries(under: prefix) { key in
            RegistryPath(checked: organization, RecordKey.rest(of: key, after: prefix))
        }
    }

    /// Registries of all organizations, by path.
    func registryRecords() throws(RegistryError) -> [(path: RegistryPath, record: RegistryRecord)] {
        try registries(under: [UInt8(ascii: "R")]) { key in RecordKey.path(decoding: Array(key.dropFirst())) }
    }

    private func registries(
        under prefix: [UInt8], path: ([UInt8]) -> RegistryPath?
    ) throws(RegistryError) -> [(path: RegistryPath, record: RegistryRecord)] {
        do throws(StoreError) {
            var found: [(path: RegistryPath, record: RegistryRecord)] = []
            try scanRecords(under: prefix) { key, payload throws(StoreError) in
                guard let path = path(key), let record = RegistryRecord(decoding: payload) else {
                    throw .indexRowCorrupt(table: "record", key: String(decoding: key, as: UTF8.self))
                }
                found.append((path, record))
                return true
            }
            return found
        } catch {
            throw .store(error)
        }
    }

    /// Where the registry with this id is; nil where it is gone.
    func registryPath(id: String) throws(RegistryError) -> RegistryPath? {
        try decodedRecord(RecordKey.registryID(id), named: "registry id \(id)", RecordKey.path(decoding:))
    }

    /// The record of a project; nil where it has neither files nor a status.
    func project(_ normalized: String, in id: String) throws(RegistryError) -> ProjectRecord? {
        try decodedRecord(
            RecordKey.project(normalized, in: id), named: "project \(normalized)", ProjectRecord.init(decoding:))
    }

    /// What the pages of a registry are good for: grows with every transaction that changes what they show.  A composite
    /// registry's is the sum of its own and its members'.
    func serial(of record: RegistryRecord) throws(StoreError) -> UInt64 {
        var serial = try serial(of: record.id)
        for member in record.members { serial += try self.serial(of: member.id) }
        return serial
    }

    /// Transactions that have changed a registry itself so far.
    func serial(of id: String) throws(StoreError) -> UInt64 {
        UInt64(bigEndianBytes: try record(RecordKey.serial(id)) ?? [])
    }

    /// A record taken apart; one that cannot be is `damagedRecord`.
    func decodedRecord<Record>(
        _ key: [UInt8], named name: String, _ decode: ([UInt8]) -> Record?
    ) throws(RegistryError) -> Record? {
        let payload: [UInt8]?
        do throws(StoreError) { payload = try record(key) } catch { throw .store(error) }
        guard let payload else { return nil }
        guard let record = decode(payload) else { throw .damagedRecord(name) }
        return record
    }
}

extension StoreChange {
    func put(_ payload: [UInt8], for key: [UInt8]) throws(RegistryError) {
        do throws(StoreError) { try putRecord(payload, for: key) } catch { throw .store(error) }
    }

    func remove(_ key: [UInt8]) throws(RegistryError) {
        do throws(StoreError) { try deleteRecord(key) } catch { throw .store(error) }
    }

    /// Notes that something in the registry changes.
    func bumpSerial(of id: String) throws(StoreError) {
        try setSerial(try serial(of: id) + 1, of: id)
    }

    func setSerial(_ serial: UInt64, of id: String) throws(StoreError) {
        try putRecord(serial.bigEndianBytes, for: RecordKey.serial(id))
    }
}
