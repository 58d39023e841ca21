internal import ContentStore
internal import PythonPackaging

extension Registry {
    /// Holds what registries reserve, what they held once and what composite ones show against the registries, a few
    /// hundred records at a time.
    func checkNameRecords(
        _ report: inout IndexCheckReport, onFinding: (RegistryFinding) -> Void,
        shouldContinue: (IndexCheckReport) -> Bool
    ) throws(RegistryError) {
        func tell(_ finding: Finding) { onFinding(RegistryFinding(finding: finding, files: [])) }
        for (letter, check) in [("E", Self.checkFormer), ("W", Self.checkReservation)] {
            try checkPages(&report, onFinding: tell, shouldContinue: shouldContinue) {
                (snapshot, start) throws(RegistryError) in
                var page = CheckedPage()
                let records = try Self.translating { () throws(StoreError) in
                    try page.records(letter, from: start, in: snapshot)
                }
                for (key, payload) in records {
                    if let detail = try check(key, payload, snapshot) { page.tell(detail) }
                }
                return page
            }
        }
        try checkPages(&report, onFinding: tell, shouldContinue: shouldContinue) {
            (snapshot, _) throws(RegistryError) in try Self.checkMembers(snapshot)
        }
    }

    /// The registry that the key of a record begins with, and what follows; nil for another key.
    private static func parts(_ key: [UInt8]) -> (id: String, name: String)? {
        guard key.count > 18, key[17] == 0, let id = String(validating: key[1..<17], as: UTF8.self),
            let name = String(validating: key[18...], as: UTF8.self)
        else { return nil }
        return (id, name)
    }

    private static func checkFormer(
        _ key: [UInt8], _ payload: [UInt8], _ snapshot: StoreSnapshot
    ) throws(RegistryError) -> String? {
        guard let (id, name) = parts(key), ProjectName(name)?.normalized == name else {
            return "a record E has an unusable key"
        }
        guard FormerProject.moment(decoding: payload) != nil else {
            return "the record E of project \(name) of registry \(id) cannot be decoded"
        }
        guard let path = try snapshot.registryPath(id: id) else {
            return "the record E of project \(name) is of no registry"
        }
        let kind = try snapshot.existingRegistry(at: path).kind
        return kind == .source ? nil : "the record E of project \(name) is of \(path), a registry of kind \(kind)"
    }

    private static func checkReservation(
        _ key: [UInt8], _ payload: [UInt8], _ snapshot: StoreSnapshot
    ) throws(RegistryError) -> String? {
        guard let (id, name) = parts(key), let reservation = try? NameReservation(name),
            reservation.description == name, payload.isEmpty
        else { return "a record W is no reservation" }
        return try snapshot.registryPath(id: id) == nil ? "the reservation \(name) is of no registry" : nil
    }

    private static func checkMembers(_ snapshot: StoreSnapshot) throws(RegistryError) -> CheckedPage {
        var page = CheckedPage()
        let registries = try snapshot.registryRecords()
        let byID = Dictionary(registries.map { ($0.record.id, $0) }, uniquingKeysWith: { first, _ in first })
        for (path, record) in registries {
            for member in record.members {
                guard let found = byID[member.id] else {
                    page.tell("registry \(path) has the member \(member.id), which is not there")
                    continue
                }
                if found.record.kind != member.kind || found.path.organization != path.organization {
                    page.tell("registry \(path) has the member \(found.path), which cannot be one")
                }
            }
        }
        page.rows = Int64(registries.count)
        return page
    }
}
