internal import ContentStore

extension Registry {
    /// The registries of an organization, or all of them, by path, without counts of what is in them.
    /// - Throws: `noSuchOrganization`.
    public func registries(in organization: String? = nil) throws(RegistryError) -> [RegistryInfo] {
        try read { (snapshot) throws(RegistryError) in
            if let organization, try snapshot.organization(organization) == nil {
                throw .noSuchOrganization(organization)
            }
            let records =
                if let organization {
                    try snapshot.registryRecords(in: organization)
                } else {
                    try snapshot.registryRecords()
                }
            var registries: [RegistryInfo] = []
            for (path, record) in records {
                registries.append(try snapshot.info(of: path, record, counts: RegistryCounts()))
            }
            return registries
        }
    }

    /// One registry.
    /// - Parameter isCounting: with counts of what is in it, which costs a look at each of its files.
    /// - Throws: `noSuchRegistry`.
    public func registry(at path: RegistryPath, isCounting: Bool = true) throws(RegistryError) -> RegistryInfo {
        let counts = isCounting ? try countFiles(in: path) : RegistryCounts()
        return try read { (snapshot) throws(RegistryError) in
            try snapshot.info(of: path, snapshot.existingRegistry(at: path), counts: counts)
        }
    }

    /// The registry of this number, without counts; nil where there is none.
    public func registry(number: UInt64) throws(RegistryError) -> RegistryInfo? {
        try read { (snapshot) throws(RegistryError) in
            let id = try Self.translating { () throws(StoreError) in
                try snapshot.record(RecordKey.number(number))
            }
            guard let id, let path = try snapshot.registryPath(id: String(decoding: id, as: UTF8.self)) else {
                return nil
            }
            return try snapshot.info(of: path, snapshot.existingRegistry(at: path))
        }
    }

    /// The registry of this id, wherever it is now, without counts; nil where there is none.
    public func registry(id: String) throws(RegistryError) -> RegistryInfo? {
        guard id.utf8.count == 16 else { return nil }
        return try read { (snapshot) throws(RegistryError) in
            guard let path = try snapshot.registryPath(id: id) else { return nil }
            return try snapshot.info(of: path, snapshot.existingRegistry(at: path))
        }
    }

    /// Makes a registry in an organization that exists, at the slug of its name: its words in lower case, joined by
    /// hyphens.
    /// - Throws: `noSuchOrganization`; `invalidSlug` where the name has no letter or digit of ASCII; `registryExists`
    ///   where the slug is taken; `textTooLong`.
    @discardableResult
    public func createRegistry(
        named name: String, in organization: String, settings: RegistrySettings = RegistrySettings(),
        by actor: Actor = .local
    ) throws(RegistryError) -> RegistryInfo {
        guard let slug = Slug.kebabCase(name) else { throw .invalidSlug(name) }
        _ = try self.organization(organization)
        var settings = settings
        settings.name = name
        return try createRegistry(RegistryPath(checked: organization, slug), settings: settings, by: actor)
    }

    /// Makes a registry, and its organization where there is none.
    /// - Throws: `registryExists`; `textTooLong` (names 200 bytes, descriptions 1000); `invalidMember` and
    ///   `invalidSettings` where the settings are not those of a registry of its kind; `officialExists`.
    @discardableResult
    public func createRegistry(
        _ path: RegistryPath, settings: RegistrySettings = RegistrySettings(), by actor: Actor = .local
    ) throws(RegistryError) -> RegistryInfo {
        return try write { (change) throws(RegistryError) in
            guard try change.registryRecord(at: path) == nil else { throw .registryExists(path) }
            if try change.organization(path.organization) == nil {
                let organization = OrganizationRecord(name: path.organization, created: change.now)
                try change.put(organization.encoded, for: RecordKey.organization(path.organization))
                try change.audit(.organizationCreate, path.organization, by: actor)
            }
            var record = RegistryRecord(
                id: try Self.newID(in: change), number: try Self.nextNumber(in: change),
                name: settings.name ?? path.registry, settings: settings, created: change.now)
            record.members = try change.storedMembers(settings.members, of: path)
            try record.check()
            try Self.checkOfficial(record, at: path, change)
            try change.put(record.encoded, for: RecordKey.registry(path))
            try change.put(RecordKey.payload(of: path), for: RecordKey.registryID(record.id))
            try change.put(Array(record.id.utf8), for: RecordKey.number(record.number))
            let reserved = try Self.change(reservations: .set(settings.reservations), of: record.id, change)
            try change.audit(.registryCreate, "\(path)", settings.summary(reserved), by: actor)
            return try change.info(of: path, record, counts: RegistryCounts())
        }
    }

    /// Deletes a registry; the bytes of its files stay until they are collected.
    ///
    /// A registry with many files goes in several transactions, and is there until the last.  One that composite
    /// registries show stays in any case: what it holds and reserves keeps names from being asked for elsewhere.
    /// - Parameter force: with its files; else only an empty registry.
    /// - Throws: `registryNotEmpty`, `noSuchRegistry`, `registryInUse`.
    public func deleteRegistry(
        _ path: RegistryPath, force: Bool = false, by actor: Actor = .local
    ) throws(RegistryError) {
        var isGone = false
        while !isGone {
            isGone = try write { (change) throws(RegistryError) in
                let record = try change.existingRegistry(at: path)
                let composites = try change.composites(with: record.id, in: path.organization)
                guard composites.isEmpty else { throw .registryInUse(path, by: composites) }
                let names = try Self.names(in: record.id, limit: Self.deletedAtOnce, change)
                guard names.isEmpty || force else { throw .registryNotEmpty(path) }
                try Self.delete(names, from: record, change)
                if !names.isEmpty { try change.audit(.fileDelete, "\(path)", Self.files(names.count), by: actor) }
                if names.count == Self.deletedAtOnce { return false }
                guard try Self.removeRecords(of: record.id, change) else { return false }
                try change.deleteAccounts(on: .registry(id: record.id))
                try change.remove(RecordKey.registry(path))
                try change.remove(RecordKey.registryID(record.id))
                try change.remove(RecordKey.number(record.number))
                try change.remove(RecordKey.serial(record.id))
                try change.audit(.registryDelete, "\(path)", by: actor)
                return true
            }
        }
    }

    /// Files or records that one transaction deletes: bounds how long others wait for it.
    private static let deletedAtOnce = 1000

    private static func names(
        in id: String, limit: Int, _ change: StoreChange
    ) throws(RegistryError) -> [BlobName] {
        try translating { () throws(StoreError) in
            var names: [BlobName] = []
            try change.scanReferences(under: [id]) { name, _ in
                if names.count < limit { names.append(name) }
                return names.count < limit
            }
            return names
        }
    }

    /// Removes what a registry without files still has; answers whether that was all.
    private static func removeRecords(of id: String, _ change: StoreChange) throws(RegistryError) -> Bool {
        try translating { () throws(StoreError) in
            var keys: [[UInt8]] = []
            for prefix in RecordKey.prefixes(in: id) where keys.count < deletedAtOnce {
                try change.scanRecords(under: prefix) { key, _ in
                    keys.append(key)
                    return keys.count < deletedAtOnce
                }
            }
            for key in keys { try change.deleteRecord(key) }
            return keys.count < deletedAtOnce
        }
    }

    /// The time in 48 bits and 16 random ones, as digits.
    private static func newID(in change: StoreChange) throws(RegistryError) -> String {
        while true {
            let bits = UInt64(truncatingIfNeeded: change.now) << 16 | .random(in: 0...0xffff)
            let digits = String(bits, radix: 16)
            let id = String(repeating: "0", count: 16 - digits.count) + digits
            if try change.registryPath(id: id) == nil { return id }
        }
    }

    private static func nextNumber(in change: StoreChange) throws(RegistryError) -> UInt64 {
        try translating { () throws(StoreError) in
            let number = UInt64(bigEndianBytes: try change.record(RecordKey.lastNumber) ?? []) + 1
            try change.putRecord(number.bigEndianBytes, for: RecordKey.lastNumber)
            return number
        }
    }
}

extension StoreSnapshot {
    func info(
        of path: RegistryPath, _ record: RegistryRecord, counts: RegistryCounts = RegistryCounts()
    ) throws(RegistryError) -> RegistryInfo {
        let members = try registryMembers(of: record)
        do throws(StoreError) {
            return RegistryInfo(
                record, at: path, members: members, serial: try serial(of: record), counts: counts)
        } catch {
            throw .store(error)
        }
    }
}
