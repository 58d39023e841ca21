internal import SystemPackage

extension Store {
    /// Removes the holds of backups that died.
    ///
    /// A transaction that condemns asks only whether there is a hold: whatever is there then was
    /// alive a moment ago, and nobody waits for a lock inside a transaction.
    func dropStaleHolds() throws(StoreError) {
        let holds = try read { (snapshot) throws(StoreError) in try snapshot.holds() }
        var stale: [[UInt8]] = []
        for hold in holds where hold.row.session != sessionID {
            if try Session.isDead(hold.row.session, files, layout) { stale.append(hold.key) }
        }
        guard !stale.isEmpty else { return }
        try write { (change) throws(StoreError) in
            for key in stale { try change.writing.delete(key, in: .hold) }
        }
    }
}

extension StoreSnapshot {
    func holds() throws(StoreError) -> [(key: [UInt8], row: HoldRow)] {
        var found: [(key: [UInt8], row: HoldRow)] = []
        try index.scan(.hold, from: []) { key, value throws(StoreError) in
            guard let row = HoldRow(decoding: value) else {
                throw .indexRowCorrupt(table: IndexTable.hold.name, key: hex(key))
            }
            found.append((key, row))
            return true
        }
        return found
    }
}
