internal import FoundationEssentials

/// What FORMAT says: which layout, which store, and which features it uses.
///
/// The feature sets work as in ext4: an unknown `incompat` keeps a release from opening the store, an
/// unknown `ro_compat` from writing to it, and an unknown `compat` does not matter.
public struct StoreFormat: Codable, Sendable, Equatable {
    /// The layout's number.
    public var format = 1
    /// Names this store for ever: 32 hexadecimal digits.
    public var uuid: String
    /// What identifies a blob.
    public var hash = "sha256"
    /// Digits of the digest that choose the directory.
    public var shard = 2
    /// Features that a release may ignore.
    public var compat: [String] = []
    /// Features that a release must know to write.
    public var readOnlyCompat: [String] = []
    /// Features that a release must know to read.
    public var incompat: [String] = []

    enum CodingKeys: String, CodingKey {
        case format, uuid, hash, shard, compat, incompat
        case readOnlyCompat = "ro_compat"
    }

    init(uuid: String) { self.uuid = uuid }

    /// The `ro_compat` feature of a backup: readable by every release, written only by the next backup.
    static let backupFeature = "backup"

    /// The `incompat` feature of a store that a restore has not finished: only the same restore opens it.
    static let restoringFeature = "restoring"

    /// The features of each kind that this release knows.
    static let knownReadOnlyCompat: Set<String> = []
    static let knownIncompat: Set<String> = [restoringFeature]

    /// Reads FORMAT.
    /// - Throws: `formatDamaged`, or `formatTooNew` for a store that this release must not read.
    init(decoding bytes: [UInt8]) throws(StoreError) {
        let format: StoreFormat
        do {
            format = try JSONDecoder().decode(StoreFormat.self, from: Data(bytes))
        } catch {
            throw .formatDamaged("not the JSON object that belongs there")
        }
        let unknown = format.incompat.filter { !Self.knownIncompat.contains($0) }
        guard format.format == 1, format.hash == "sha256", format.shard == 2, unknown.isEmpty else {
            throw .formatTooNew(features: format.format == 1 ? unknown : ["format \(format.format)"])
        }
        self = format
    }

    /// Features that allow reading only.
    var unknownForWriting: [String] { readOnlyCompat.filter { !Self.knownReadOnlyCompat.contains($0) } }

    /// FORMAT's bytes.
    var encoded: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(self) else { preconditionFailure("strings and numbers encode") }
        return Array(data) + [0x0A]
    }
}
