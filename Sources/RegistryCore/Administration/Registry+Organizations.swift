internal import ContentStore

extension Registry {
    /// All organizations, by slug.
    public func organizations() throws(RegistryError) -> [OrganizationInfo] {
        try read { (snapshot) throws(RegistryError) in
            var found: [(slug: String, record: OrganizationRecord)] = []
            try Self.translating { () throws(StoreError) in
                try snapshot.scanRecords(under: RecordKey.organizations) { key, payload throws(StoreError) in
                    let slug = RecordKey.rest(of: key, after: RecordKey.organizations)
                    guard let record = OrganizationRecord(decoding: payload) else {
                        throw .indexRowCorrupt(table: "record", key: "organization \(slug)")
                    }
                    found.append((slug, record))
                    return true
                }
            }
            var organizations: [OrganizationInfo] = []
            for (slug, record) in found {
                organizations.append(
                    OrganizationInfo(
                        slug: slug, name: record.name, created: record.created, visibility: record.visibility,
                        registries: try snapshot.registryRecords(in: slug).count))
            }
            return organizations
        }
    }

    /// One organization; a few small reads.
    /// - Throws: `noSuchOrganization`, also for a text that is no slug.
    public func organization(_ slug: String) throws(RegistryError) -> OrganizationInfo {
        guard Slug.isValid(slug, allowsUnderscores: true) else { throw .noSuchOrganization(slug) }
        return try read { (snapshot) throws(RegistryError) in
            guard let record = try snapshot.organization(slug) else { throw .noSuchOrganization(slug) }
            return OrganizationInfo(
                slug: slug, name: record.name, created: record.created, visibility: record.visibility,
                registries: try snapshot.registryRecords(in: slug).count)
        }
    }

    /// Makes an organization.
    /// - Parameters:
    ///   - name: as people write it, at most 200 bytes.
    ///   - slug: what stands in paths; nil for the name's kebab case.
    /// - Throws: `organizationExists`, `invalidSlug`.
    @discardableResult
    public func createOrganization(
        _ name: String, slug: String? = nil, visibility: Visibility = .private, by actor: Actor = .local
    ) throws(RegistryError) -> OrganizationInfo {
        guard let slug = slug ?? (Slug.isValid(name, allowsUnderscores: true) ? name : Slug.kebabCase(name)),
            Slug.isValid(slug, allowsUnderscores: true)
        else { throw .invalidSlug(slug ?? name) }
        try Self.check(name, "the name", limitBytes: 200)
        return try write { (change) throws(RegistryError) in
            guard try change.organization(slug) == nil else { throw .organizationExists(slug) }
            let record = OrganizationRecord(name: name, created: change.now, visibility: visibility)
            try change.put(record.encoded, for: RecordKey.organization(slug))
            try change.audit(.organizationCreate, slug, by: actor)
            return OrganizationInfo(
                slug: slug, name: name, created: change.now, visibility: visibility, registries: 0)
        }
    }

    /// Changes an organization's settings.
    /// - Throws: `noSuchOrganization`, `textTooLong`.
    @discardableResult
    public func updateOrganization(
        _ slug: String, _ changes: OrganizationChanges, by actor: Actor = .local
    ) throws(RegistryError) -> OrganizationInfo {
        if let name = changes.name { try Self.check(name, "the name", limitBytes: 200) }
        return try write { (change) throws(RegistryError) in
            guard var record = try change.organization(slug) else { throw .noSuchOrganization(slug) }
            var words: [String] = []
            if let name = changes.name, name != record.name {
                record.name = name
                words.append("name")
            }
            if let visibility = changes.visibility, visibility != record.visibility {
                record.visibility = visibility
                words.append("visibility \(visibility)")
            }
            if !words.isEmpty {
                try change.put(record.encoded, for: RecordKey.organization(slug))
                try change.audit(.organizationUpdate, slug, words.joined(separator: ", "), by: actor)
            }
            return OrganizationInfo(
                slug: slug, name: record.name, created: record.created, visibility: record.visibility,
                registries: try change.registryRecords(in: slug).count)
        }
    }

    /// Deletes an organization, and who had which role in it.
    /// - Parameter force: with its registries and their files; else only an organization without registries.
    public func deleteOrganization(
        _ slug: String, force: Bool = false, by actor: Actor = .local
    ) throws(RegistryError) {
        while true {
            let registries = try write { (change) throws(RegistryError) -> [RegistryPath] in
                guard try change.organization(slug) != nil else { throw .noSuchOrganization(slug) }
                // Composites first: what they show cannot go before them.
                let all = try change.registryRecords(in: slug)
                let registries =
                    (all.filter { $0.record.kind == .composite } + all.filter { $0.record.kind != .composite })
                    .map(\.path)
                guard registries.isEmpty || force else {
                    throw .organizationNotEmpty(slug, registries: registries.count)
                }
                if registries.isEmpty {
                    try change.deleteAccounts(on: .organization(slug))
                    try change.remove(RecordKey.organization(slug))
                    try change.audit(.organizationDelete, slug, by: actor)
                }
                return registries
            }
            if registries.isEmpty { return }
            for path in registries {
                do throws(RegistryError) {
                    try deleteRegistry(path, force: true, by: actor)
                } catch .noSuchRegistry {
                    // Another process was quicker.
                }
            }
        }
    }

    static func check(_ text: String, _ what: String, limitBytes: Int) throws(RegistryError) {
        guard text.utf8.count <= limitBytes else { throw .textTooLong(what: what, limitBytes: limitBytes) }
    }
}
