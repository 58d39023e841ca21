/// The keys of the issuers that the operator trusts, from their discovery documents (OpenID Connect Discovery 1.0, 4),
/// remembered for a while.
actor IssuerDirectory {
    /// How long things are remembered, in seconds, and how much is read, in bytes.
    struct Limits: Sendable {
        /// Keys are fetched again after this.
        var freshSeconds = 900.0
        /// Where they cannot be fetched, older ones serve this long.
        var staleSeconds = 86_400.0
        /// Between two attempts on one issuer, successful or not, whatever tokens claim.
        var pauseSeconds = 30.0
        /// Of a discovery document or a key set.
        var documentBytes = 256 << 10
        /// Of one request.
        var requestSeconds: Int64 = 10
    }

    private struct Entry {
        var keys: IssuerKeySet?
        var fetched = -Double.infinity
        var tried = -Double.infinity
        var failure = ""
        var fetching: Task<Result<IssuerKeySet, Unavailable>, Never>?
    }

    struct Unavailable: Error, Equatable {
        let why: String
    }

    private let limits: Limits
    private let now: @Sendable () -> Double
    private var entries: [String: Entry] = [:]

    /// - Parameter now: seconds since any moment.
    init(limits: Limits, now: @escaping @Sendable () -> Double) {
        self.limits = limits
        self.now = now
    }

    /// The keys of a configured issuer, which have the one with `keyID` if the issuer has it.
    /// - Throws: `issuerUnavailable`.
    func keys(of issuer: String, having keyID: String?) async throws(OIDCRejection) -> IssuerKeySet {
        let entry = entries[issuer] ?? Entry()
        if let keys = entry.keys, now() - entry.fetched < limits.freshSeconds, keys.key(keyID) != nil { return keys }
        if entry.fetching == nil, now() - entry.tried < limits.pauseSeconds {
            // Somebody who makes up key ids must not make us a nuisance to the issuer.
            return try usable(entry)
        }
        let task = entry.fetching ?? startFetching(issuer)
        switch await task.value {
        case .success(let keys): return keys
        case .failure: return try usable(entries[issuer] ?? Entry())
        }
    }

    private func usable(_ entry: Entry) throws(OIDCRejection) -> IssuerKeySet {
        guard let keys = entry.keys, now() - entry.fetched < limits.staleSeconds else {
            throw .issuerUnavailable(entry.failure)
        }
        return keys
    }

    private func startFetching(_ issuer: String) -> Task<Result<IssuerKeySet, Unavailable>, Never> {
        let limits = limits
        let task = Task { () -> Result<IssuerKeySet, Unavailable> in
            let result = await IssuerFetch(issuer: issuer, limits: limits).keys()
            self.note(result, of: issuer)
            return result
        }
        entries[issuer, default: Entry()].fetching = task
        return task
    }

    private func note(_ result: Result<IssuerKeySet, Unavailable>, of issuer: String) {
        var entry = entries[issuer] ?? Entry()
        entry.fetching = nil
        entry.tried = now()
        switch result {
        case .success(let keys):
            entry.keys = keys
            entry.fetched = now()
        case .failure(let error): entry.failure = error.why
        }
        entries[issuer] = entry
    }
}
