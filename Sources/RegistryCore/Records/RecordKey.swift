/// The keys of the registry's own records: a letter for the type, then what orders them.
///
/// - `O` organization slug → `OrganizationRecord`
/// - `R` organization slug, NUL, registry slug → `RegistryRecord`
/// - `I` registry id → organization slug, NUL, registry slug: that the registry exists, and where
/// - `S` registry id → how many transactions have changed it: the serial
/// - `P` registry id, NUL, normalized project → `ProjectRecord`
/// - `N` → the last number given to a registry
/// - `A` 8 bytes, all ones minus the number → `AuditEvent`: the newest comes first
/// - `N` number, 8 bytes → registry id
/// - `F` registry id, file id (16 bytes) → project, NUL, filename, and where the filename does not say it NUL, version:
///   the rest of the file's name
/// - `X` registry id, file id → attestations that came with the file (PEP 740), a JSON array
/// - `D` registry id, file id → `DownloadRecord`
/// - `C` registry id, then `p` and a normalized project → `CachedPage`; `b` and a project → that page's bytes; `m` and a
///   SHA-256 → when a metadata file was fetched, and its bytes; `u` → bytes of all of these
/// - `E` registry id, NUL, normalized project → when the project's last file was deleted: that the registry ever held it
/// - `W` registry id, NUL, `NameReservation` as text → nothing: no index elsewhere is asked for these names
/// - `V` registry id, filename in lower case → when a file of this name was deleted; it cannot come back
enum RecordKey {
    static func organization(_ slug: String) -> [UInt8] { [UInt8(ascii: "O")] + slug.utf8 }

    static func registry(_ path: RegistryPath) -> [UInt8] { registries(in: path.organization) + path.registry.utf8 }

    static func registries(in organization: String) -> [UInt8] { [UInt8(ascii: "R")] + organization.utf8 + [0] }

    static func registryID(_ id: String) -> [UInt8] { [UInt8(ascii: "I")] + id.utf8 }

    static func serial(_ id: String) -> [UInt8] { [UInt8(ascii: "S")] + id.utf8 }

    static func project(_ normalized: String, in id: String) -> [UInt8] { projects(in: id) + normalized.utf8 }

    static func projects(in id: String) -> [UInt8] { [UInt8(ascii: "P")] + id.utf8 + [0] }

    static let organizations = [UInt8(ascii: "O")]

    static let lastNumber = [UInt8(ascii: "N")]

    static let audits = [UInt8(ascii: "A")]

    static func audit(_ number: UInt64) -> [UInt8] { audits + (~number).bigEndianBytes }

    static func auditNumber(_ key: [UInt8]) -> UInt64? {
        guard key.count == 9 else { return nil }
        return ~UInt64(bigEndianBytes: key.dropFirst())
    }

    static func number(_ number: UInt64) -> [UInt8] { lastNumber + number.bigEndianBytes }

    static func files(in id: String) -> [UInt8] { [UInt8(ascii: "F")] + id.utf8 }

    static func file(_ file: FileID, in id: String) -> [UInt8] { files(in: id) + file.bytes }

    /// The file that a key of an `F`, `X` or `D` record ends in.
    static func fileID(endOf key: [UInt8]) -> FileID? { FileID(key.suffix(16)) }

    static func attestations(in id: String) -> [UInt8] { [UInt8(ascii: "X")] + id.utf8 }

    static func attestations(of file: FileID, in id: String) -> [UInt8] { attestations(in: id) + file.bytes }

    static func downloads(in id: String) -> [UInt8] { [UInt8(ascii: "D")] + id.utf8 }

    static func downloads(of file: FileID, in id: String) -> [UInt8] { downloads(in: id) + file.bytes }

    static func reservedFilenames(in id: String) -> [UInt8] { [UInt8(ascii: "V")] + id.utf8 + [0] }

    static func reserved(_ filename: String, in id: String) -> [UInt8] {
        reservedFilenames(in: id) + filename.lowercased().utf8
    }

    static func formerProjects(in id: String) -> [UInt8] { [UInt8(ascii: "E")] + id.utf8 + [0] }

    static func formerProject(_ normalized: String, in id: String) -> [UInt8] {
        formerProjects(in: id) + normalized.utf8
    }

    static func reservations(in id: String) -> [UInt8] { [UInt8(ascii: "W")] + id.utf8 + [0] }

    static func reservation(_ reservation: NameReservation, in id: String) -> [UInt8] {
        reservations(in: id) + reservation.description.utf8
    }

    /// What the keys of all records begin with that a registry has besides its own.
    static func prefixes(in id: String) -> [[UInt8]] {
        [
            projects(in: id), files(in: id), attestations(in: id), downloads(in: id), reservedFilenames(in: id),
            formerProjects(in: id), reservations(in: id), cachedDocuments(in: id),
        ]
    }

    /// What follows `prefix` in `key`, as text.
    static func rest(of key: [UInt8], after prefix: [UInt8]) -> String {
        String(decoding: key.dropFirst(prefix.count), as: UTF8.self)
    }

    /// The path that an `I` record holds.
    static func path(decoding payload: [UInt8]) -> RegistryPath? {
        let parts = payload.split(separator: 0)
        guard parts.count == 2 else { return nil }
        return RegistryPath(
            checked: String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self))
    }

    static func payload(of path: RegistryPath) -> [UInt8] { Array(path.organization.utf8) + [0] + path.registry.utf8 }
}
