internal import Digests

/// Looks at some rows of one table and at what belongs to them in the others, within one snapshot.
struct IndexRowCheck {
    let snapshot: StoreSnapshot
    /// The sums over the rows seen so far.
    var sums: StoreCounters
    private(set) var rows: Int64 = 0
    private(set) var findings: [Finding] = []

    init(snapshot: StoreSnapshot, sums: StoreCounters) {
        self.snapshot = snapshot
        self.sums = sums
    }

    /// Looks at up to `limit` rows from `start` on; answers where to go on, nil at the table's end.
    mutating func look(at table: IndexTable, from start: [UInt8], limit: Int) throws(StoreError) -> [UInt8]? {
        var entries: [(key: [UInt8], value: [UInt8])] = []
        var next: [UInt8]?
        try snapshot.index.scan(table, from: start) { key, value in
            if entries.count == limit {
                next = key
                return false
            }
            entries.append((key, value))
            return true
        }
        for entry in entries {
            rows += 1
            do throws(StoreError) {
                try check(entry.key, entry.value, in: table)
            } catch .indexRowCorrupt(let table, let key) {
                tell(.damagedRow, nil, "table \(table), row \(key)")
            }
        }
        return next
    }

    private mutating func tell(_ kind: Finding.Kind, _ digest: ContentDigest?, _ detail: String) {
        var names: [BlobName] = []
        if let digest { names = (try? snapshot.names(of: digest)) ?? [] }
        findings.append(Finding(kind, digest, names: names, detail))
    }

    private mutating func check(_ key: [UInt8], _ value: [UInt8], in table: IndexTable) throws(StoreError) {
        switch table {
        case .blob:
            if IndexKey.isReferrer(key) { try checkReferrer(key, value) } else { try checkBlob(key, value) }
        case .reference: try checkReference(key, value)
        case .unreferenced: try checkUnreferenced(key)
        case .verification: try checkVerification(key)
        case .listing:
            guard let entry = IndexKey.listing(decoding: key), StoreSnapshot.payload(value) != nil else {
                throw corrupt(table, key)
            }
            if try snapshot.blob(entry.digest)?.created != entry.created {
                tell(.inconsistentIndex, entry.digest, "a listing without its blob")
            }
        case .record:
            guard StoreSnapshot.payload(value) != nil else { throw corrupt(table, key) }
        case .reserved:
            guard let object = IndexKey.object(decoding: key), ReservationRow(decoding: value) != nil else {
                throw corrupt(table, key)
            }
            try checkNamedOnce(object, "reserved", others: [.doomed])
        case .doomed:
            guard let object = IndexKey.object(decoding: key), let row = DoomedRow(decoding: value) else {
                throw corrupt(table, key)
            }
            sums.doomedObjects += 1
            sums.doomedBytes += row.size
            try checkNamedOnce(object, "doomed", others: [.reserved])
        case .hold:
            guard HoldRow(decoding: value) != nil else { throw corrupt(table, key) }
        case .meta: break
        }
    }

    private func corrupt(_ table: IndexTable, _ key: [UInt8]) -> StoreError {
        .indexRowCorrupt(table: table.name, key: hex(key))
    }

    private mutating func checkBlob(_ key: [UInt8], _ value: [UInt8]) throws(StoreError) {
        guard let row = BlobRow(decoding: value), row.digests.sha256.bytes == key else { throw corrupt(.blob, key) }
        let digest = row.digests.sha256
        sums.blobs += 1
        sums.blobBytes += row.size
        if row.health == .damaged { sums.damagedBlobs += 1 }
        var referrers: UInt32 = 0
        try snapshot.index.scan(.blob, from: key) { neighbour, _ in
            guard neighbour.starts(with: key) else { return false }
            if IndexKey.isReferrer(neighbour) { referrers += 1 }
            return true
        }
        if referrers != row.references {
            tell(.inconsistentIndex, digest, "\(row.references) names are counted, \(referrers) are there")
        }
        if row.references == 0 {
            sums.unreferencedBlobs += 1
            sums.unreferencedBytes += row.size
            let entry = IndexKey.unreferenced(since: row.unreferencedSince, digest)
            if try !snapshot.index.contains(entry, in: .unreferenced) {
                tell(.inconsistentIndex, digest, "without a name, and not on the list of such blobs")
            }
        }
        if try !snapshot.index.contains(IndexKey.verification(at: row.hashedAt, digest), in: .verification) {
            tell(.inconsistentIndex, digest, "is not in the order of verification")
        }
    }

    private mutating func checkReference(_ key: [UInt8], _ value: [UInt8]) throws(StoreError) {
        guard let reference = Reference(decoding: value) else { throw corrupt(.reference, key) }
        let name = BlobName(key: key)
        sums.references += 1
        if let row = try snapshot.blob(reference.digest) {
            sums.referencedBytes += row.size
        } else {
            tell(.inconsistentIndex, reference.digest, "\(name) refers to a blob that is not there")
        }
        let back = try snapshot.index.value(for: IndexKey.referrer(reference.digest, reference.id), in: .blob)
        if back.flatMap(StoreSnapshot.payload) != key {
            tell(.inconsistentIndex, reference.digest, "\(name) is not among its blob's names")
        }
    }

    private mutating func checkReferrer(_ key: [UInt8], _ value: [UInt8]) throws(StoreError) {
        guard key.count == 48, let digest = ContentDigest(Array(key[..<32])), let name = StoreSnapshot.payload(value)
        else { throw corrupt(.blob, key) }
        let reference = try snapshot.reference(BlobName(key: name))
        if reference?.digest != digest || reference.map({ IndexKey.referrer($0.digest, $0.id) }) != key {
            tell(.inconsistentIndex, digest, "\(BlobName(key: name)) is listed as its name and is not")
        }
    }

    private mutating func checkUnreferenced(_ key: [UInt8]) throws(StoreError) {
        guard let entry = IndexKey.unreferenced(decoding: key) else { throw corrupt(.unreferenced, key) }
        let row = try snapshot.blob(entry.digest)
        if row?.references != 0 || row?.unreferencedSince != entry.since {
            tell(.inconsistentIndex, entry.digest, "is on the list of blobs without a name, and should not be")
        }
    }

    private mutating func checkVerification(_ key: [UInt8]) throws(StoreError) {
        guard let entry = IndexKey.verification(decoding: key) else { throw corrupt(.verification, key) }
        if try snapshot.blob(entry.digest)?.hashedAt != entry.at {
            tell(.inconsistentIndex, entry.digest, "is in the order of verification twice, or without being there")
        }
    }

    private mutating func checkNamedOnce(
        _ object: BlobObject, _ state: String, others: [IndexTable]
    ) throws(StoreError) {
        if try snapshot.blob(object.digest)?.generation == object.generation {
            tell(.inconsistentIndex, object.digest, "its live copy is also \(state)")
        }
        for other in others where try snapshot.index.contains(IndexKey.object(object), in: other) {
            tell(.inconsistentIndex, object.digest, "one copy is both \(state) and \(other.rawValue)")
        }
    }
}
