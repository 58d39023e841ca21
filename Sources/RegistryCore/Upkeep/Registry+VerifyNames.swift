internal import ContentStore
internal import PythonPackaging

extension Registry {
    /// Holds what registries reserve, what they held once and what composite ones show against the registries, a few
    /// hundred records at a time.
    func checkNameRecords(
        _ report: inout IndexCheckReport, onFinding: (RegistryFinding) -> Void,
        shouldContinue: (IndexCheckReport) -> Bool
    ) throws(RegistryError) {
        func tell(_ details: [String], _ rows: Int) {
            report.rows += Int64(rows)
            for detail in details {
                report.damaged += 1
                onFinding(RegistryFinding(finding: Finding(.inconsistentIndex, nil, names: [], detail), files: []))
            }
        }
        for (letter, check) in [("E", Self.checkFormer), ("W", Self.checkReservation)] {
            var start: [UInt8]? = nil
            repeat {
                guard shouldContinue(report) else {
                    report.isStoppedEarly = true
                    return
                }
                let from = start
                let page = try read { (snapshot) throws(RegistryError) in
                    var found: [(key: [UInt8], payload: [UInt8])] = []
                    var next: [UInt8]?
                    try Self.translating { () throws(StoreError) in
                        try snapshot.scanRecords(under: Array(letter.utf8), from: from) { key, payload in
                            guard found.count < 500 else {
                                next = key
                                return false
                            }
                            found.append((key, payload))
                            return true
                        }
                    }
                    var details: [String] = []
                    for (key, payload) in found {
                        if let detail = try check(key, payload, snapshot) { details.append(detail) }
                    }
                    return (details: details, rows: found.count, next: next)
                }
                tell(page.details, page.rows)
                start = page.next
            } while start != nil
        }
        let members = try read { (snapshot) throws(RegistryError) in try Self.checkMembers(snapshot) }
        tell(members.details, members.rows)
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

    private static func checkMembers(
        _ snapshot: StoreSnapshot
    ) throws(RegistryError) -> (details: [String], rows: Int) {
        var details: [String] = []
        let registries = try snapshot.registryRecords()
        let byID = Dictionary(registries.map { ($0.record.id, $0) }, uniquingKeysWith: { first, _ in first })
        for (path, record) in registries {
            for member in record.members {
                guard let found = byID[member.id] else {
                    details.append("registry \(path) has the member \(member.id), which is not there")
                    continue
                }
                if found.record.kind != member.kind || found.path.organization != path.organization {
                    details.append("registry \(path) has the member \(found.path), which cannot be one")
                }
            }
        }
        return (details, registries.count)
    }
}
