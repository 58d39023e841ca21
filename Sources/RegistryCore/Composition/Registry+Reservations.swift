internal import ContentStore

extension Registry {
    /// The names that a registry reserves, by name.
    /// - Throws: `noSuchRegistry`, `store`.
    public func reservations(in path: RegistryPath) throws(RegistryError) -> [NameReservation] {
        try read { (snapshot) throws(RegistryError) in
            try snapshot.reservations(in: snapshot.existingRegistry(at: path).id)
        }
    }

    /// The most reservations of a registry.
    public static let reservationLimit = 10_000

    /// Writes what changes of a registry's reservations.
    /// - Returns: what was added and taken away, in words for the audit log; nil where nothing changes.
    static func change(
        reservations: ListChange<NameReservation>, of id: String, _ change: StoreChange
    ) throws(RegistryError) -> String? {
        guard !reservations.isEmpty else { return nil }
        let old = try change.reservations(in: id)
        let new = reservations.applied(to: old)
        guard new.count <= reservationLimit else {
            throw .invalidSettings(problem: "a registry can reserve \(reservationLimit) names and prefixes")
        }
        let added = Set(new).subtracting(old).sorted()
        let removed = Set(old).subtracting(new).sorted()
        for reservation in added { try change.put([], for: RecordKey.reservation(reservation, in: id)) }
        for reservation in removed { try change.remove(RecordKey.reservation(reservation, in: id)) }
        var words: [String] = []
        if !added.isEmpty { words.append("reserves \(listed(added))") }
        if !removed.isEmpty { words.append("reserves no more \(listed(removed))") }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    /// The first few, so that an entry of the audit log stays one.
    private static func listed(_ names: [NameReservation]) -> String {
        let shown = names.prefix(20).map(\.description).joined(separator: " ")
        return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
    }
}

extension StoreSnapshot {
    func reservations(in id: String) throws(RegistryError) -> [NameReservation] {
        try Registry.translating { () throws(StoreError) in
            var found: [NameReservation] = []
            let prefix = RecordKey.reservations(in: id)
            try scanRecords(under: prefix) { key, _ in
                found.append(.stored(RecordKey.rest(of: key, after: prefix)))
                return true
            }
            return found
        }
    }

    /// The reservation of a registry that covers a project's normalized name; the exact name before prefixes, the
    /// longest prefix first.
    func reservation(of project: String, in id: String) throws(RegistryError) -> NameReservation? {
        try Registry.translating { () throws(StoreError) in
            // Most registries reserve nothing.
            var isAny = false
            try scanRecords(under: RecordKey.reservations(in: id)) { _, _ in
                isAny = true
                return false
            }
            guard isAny else { return nil }
            for reservation in NameReservation.covering(project)
            where try record(RecordKey.reservation(reservation, in: id)) != nil { return reservation }
            return nil
        }
    }
}
