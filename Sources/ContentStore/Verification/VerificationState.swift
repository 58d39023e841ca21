/// What the index remembers of verifications, all of them together.
public struct VerificationState: Sendable, Equatable {
    /// Blobs whose digests were compared with their bytes since they came in.
    public internal(set) var verified = Amount()
    /// Blobs that nobody has verified yet; they were hashed when they came in.
    public internal(set) var unverified = Amount()
    /// When the last of them was verified, in seconds since 1970; nil where none was.
    public internal(set) var newest: Int64?
    /// When the one of them was verified that has not been verified again for longest, in seconds since 1970; nil where
    /// none was.
    public internal(set) var oldest: Int64?
    /// When the blob was last hashed, at its verification or when it came in, that has waited longest, in seconds since
    /// 1970; nil for an empty store.
    public internal(set) var oldestHash: Int64?
    /// Blobs that were found to be damaged, by SHA-256: the first so many.
    public internal(set) var damaged: [BlobRow] = []
    /// All damaged blobs.
    public internal(set) var damagedCount = 0

    init() {}
}

extension Store {
    /// What is known of verifications; costs a look at each blob's row, a million in a fraction of a second.
    /// - Parameter limit: damaged blobs that are named.
    public func verificationState(naming limit: Int = 100) throws(StoreError) -> VerificationState {
        try read { (snapshot) throws(StoreError) in
            var state = VerificationState()
            try snapshot.scanBlobs { row in
                if row.verifiedAt == 0 {
                    state.unverified.add(row.size)
                } else {
                    state.verified.add(row.size)
                    state.newest = max(state.newest ?? 0, Int64(row.verifiedAt))
                    state.oldest = min(state.oldest ?? .max, Int64(row.verifiedAt))
                }
                state.oldestHash = min(state.oldestHash ?? .max, Int64(row.hashedAt))
                if row.health == .damaged {
                    state.damagedCount += 1
                    if state.damaged.count < limit { state.damaged.append(row) }
                }
                return true
            }
            return state
        }
    }
}
