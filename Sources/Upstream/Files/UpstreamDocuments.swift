public import Digests
internal import FoundationEssentials
internal import Logging
internal import RegistryCore
internal import SimpleIndex
internal import Synchronization

/// What lies beside the files of indexes elsewhere: their metadata (PEP 658) and their provenance (PEP 740).  Short
/// documents, asked for once however many want them, and kept in the store.
public final class UpstreamDocuments: Sendable {
    private struct Key: Hashable {
        let registry: String
        let document: CachedDocument
    }

    private struct State {
        var flights: [Key: Task<Result<[UInt8]?, UpstreamError>, Never>] = [:]
        /// What an index does not have, and until when that is believed, in milliseconds since 1970.
        var absent: [Key: Int64] = [:]
    }

    private let registry: Registry
    private let threads: any BlockingThreads
    private let client: UpstreamClient
    private let logger: Logger
    private let now: @Sendable () -> Int64
    private let state = Mutex(State())

    /// Absences that are remembered.
    private static let absenceLimit = 10_000

    init(
        registry: Registry, threads: any BlockingThreads, client: UpstreamClient, logger: Logger,
        now: @escaping @Sendable () -> Int64
    ) {
        self.registry = registry
        self.threads = threads
        self.client = client
        self.logger = logger
        self.now = now
    }

    /// A file's metadata, compared with the digest that the page gives; nil where it gives none.
    /// - Throws: also `coolingDown` and `noDigest` of the file.
    public func metadata(
        of file: UpstreamFile, in source: UpstreamSource
    ) async throws(UpstreamError) -> (bytes: [UInt8], digest: ContentDigest)? {
        try UpstreamFiles.check(file)
        guard case .sha256(let hex) = file.offered.coreMetadata, let digest = ContentDigest(hex: hex) else {
            return nil
        }
        let key = Key(registry: source.id, document: .metadata(digest))
        if let kept = await kept(key) { return (kept.bytes, digest) }
        let url = Self.metadataURL(of: file.offered.url)
        let limit = client.limits.metadataBytes
        let found = try await once(key, file, source) { (client) throws(UpstreamError) in
            guard let bytes = try await client.document(at: url, of: source.endpoint, limitBytes: limit) else {
                throw .status(404)
            }
            let actual = ContentDigest(hashing: bytes)
            guard actual == digest else {
                throw .wrongDigest(algorithm: "sha256", expected: digest.hex, actual: actual.hex)
            }
            return bytes
        }
        return found.map { ($0, digest) }
    }

    /// A file's provenance as its index has it: an integrity API object, of which nothing is checked but that it is one.
    ///
    /// There is no digest of it, and it may change: it is believed for as long as a page, and shown for as long as one
    /// where the index cannot be used.
    /// - Returns: nil where the page speaks of none, or the index has none.
    /// - Throws: also `coolingDown` and `noDigest` of the file.
    public func provenance(
        of file: UpstreamFile, in source: UpstreamSource
    ) async throws(UpstreamError) -> [UInt8]? {
        try UpstreamFiles.check(file)
        guard let url = file.offered.provenanceURL else { return nil }
        let key = Key(registry: source.id, document: .provenance(url: url))
        let kept = await kept(key)
        let age = kept.map { max(0, now() - $0.fetched) }
        if let kept, let age, age < source.settings.freshSeconds * 1000 { return kept.bytes }
        let limit = client.limits.provenanceBytes
        do throws(UpstreamError) {
            return try await once(key, file, source) { (client) throws(UpstreamError) in
                guard let bytes = try await client.document(at: url, of: source.endpoint, limitBytes: limit) else {
                    return nil
                }
                guard Provenance.isOne(bytes) else { throw .page(.malformed("it is no provenance object")) }
                return bytes
            }
        } catch {
            guard error.isOutage, let kept, let age, age < source.settings.staleSeconds * 1000 else { throw error }
            return kept.bytes
        }
    }

    private func kept(_ key: Key) async -> (bytes: [UInt8], fetched: Int64)? {
        let registry = registry
        return try? await threads.run { try registry.cachedDocument(key.document, in: key.registry) }
    }

    /// Fetches and keeps a document, or joins who does.
    private func once(
        _ key: Key, _ file: UpstreamFile, _ source: UpstreamSource,
        _ fetch: @escaping @Sendable (UpstreamClient) async throws(UpstreamError) -> [UInt8]?
    ) async throws(UpstreamError) -> [UInt8]? {
        let (now, limit) = (now(), client.limits.documents)
        enum Found {
            case absent
            case busy
            case flight(Task<Result<[UInt8]?, UpstreamError>, Never>)
        }
        let found = state.withLock { state -> Found in
            if let until = state.absent[key], now < until { return .absent }
            if let running = state.flights[key] { return .flight(running) }
            guard state.flights.count < limit else { return .busy }
            let task = Task { await self.fly(key, file, source, fetch) }
            state.flights[key] = task
            return .flight(task)
        }
        switch found {
        case .absent: return nil
        case .busy: throw .busy
        case .flight(let task): return try await task.value.get()
        }
    }

    private func fly(
        _ key: Key, _ file: UpstreamFile, _ source: UpstreamSource,
        _ fetch: @Sendable (UpstreamClient) async throws(UpstreamError) -> [UInt8]?
    ) async -> Result<[UInt8]?, UpstreamError> {
        let result: Result<[UInt8]?, UpstreamError>
        do throws(UpstreamError) {
            result = .success(try await fetch(client))
        } catch {
            logger.warning(
                "a document of an upstream is not to be had",
                metadata: [
                    "registry": "\(source.path)", "file": "\(file.offered.filename)", "error": "\(error)",
                ])
            result = .failure(error)
        }
        if case .success(let bytes?) = result {
            let (registry, limit) = (registry, client.limits.documentBytes)
            // Where that fails, it is fetched again.
            _ = try? await threads.run {
                try registry.keepDocument(bytes, as: key.document, in: source.id, limitBytes: limit)
            }
        }
        let now = now()
        state.withLock { state in
            state.flights[key] = nil
            guard case .success(nil) = result else { return }
            if state.absent.count >= Self.absenceLimit { state.absent = state.absent.filter { now < $0.value } }
            guard state.absent.count < Self.absenceLimit else { return }
            state.absent[key] = now + client.limits.absentSeconds * 1000
        }
        return result
    }

    /// The path with `.metadata` added; a query stays behind it.
    private static func metadataURL(of url: String) -> String {
        guard let query = url.firstIndex(of: "?") else { return url + ".metadata" }
        return url[..<query] + ".metadata" + url[query...]
    }
}

/// As much of an integrity API object as makes it one (PEP 740).
private struct Provenance: Decodable {
    struct Bundle: Decodable {
        struct Publisher: Decodable {
            let kind: String
        }
        struct Attestation: Decodable {
            let version: Int
        }
        let publisher: Publisher
        let attestations: [Attestation]
    }

    let version: Int
    let bundles: [Bundle]

    enum CodingKeys: String, CodingKey {
        case version
        case bundles = "attestation_bundles"
    }

    static func isOne(_ bytes: [UInt8]) -> Bool {
        guard let object = try? JSONDecoder().decode(Provenance.self, from: Data(bytes)) else { return false }
        return object.version == 1 && !object.bundles.isEmpty
    }
}
