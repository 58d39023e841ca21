internal import AsyncHTTPClient
internal import ContentStore
internal import Digests
internal import NIOCore
internal import PythonPackaging
public import RegistryCore
internal import SimpleIndex
internal import Synchronization

/// The way of one file from its index into the registry: asked for, received, taken up again where it broke off, compared
/// with what the page says, inspected, published.
struct FileReception: Sendable {
    let fetch: FileFetch
    let project: String
    let source: UpstreamSource
    let registry: Registry
    let threads: any BlockingThreads
    let client: UpstreamClient

    private var file: UpstreamFile { fetch.file }

    /// Bytes that wait for the disk at most, while others are written.
    private static let pieceBytes = 1 << 20

    /// - Returns: the file, durable and visible.
    func run() async throws(UpstreamError) -> FileEntry {
        if let entry = try await stored() {
            fetch.begin(.stored(entry))
            return entry
        }
        let intake = Intake()
        try await receive(into: intake)
        return try await publish(intake)
    }

    /// Somebody else may have fetched it a moment ago.
    private func stored() async throws(UpstreamError) -> FileEntry? {
        let (registry, filename, project, path) = (registry, file.offered.filename, project, source.path)
        let expected = file.expectedDigest
        return try await blocking {
            try registry.files(named: filename, of: project, in: path).first { entry in
                expected.map { entry.digests[$0.algorithm] == $0 } ?? true
            }
        }
    }

    // MARK: - Receiving

    private func receive(into intake: Intake) async throws(UpstreamError) {
        let end = ContinuousClock.now + .seconds(client.limits.fileSeconds)
        var backoff = Backoff(client.limits)
        while true {
            let before = intake.count
            do throws(UpstreamError) {
                return try await receiveRest(into: intake, until: end)
            } catch {
                guard error.isTransient, intake.isOpen, ContinuousClock.now < end else { throw error }
                // It goes on, if not in one go.
                if intake.count > before { backoff.restart() }
                guard await backoff.pause() else { throw error }
            }
        }
    }

    private func receiveRest(
        into intake: Intake, until end: ContinuousClock.Instant
    ) async throws(UpstreamError) {
        var question = UpstreamClient.Question()
        if intake.count > 0 { question.fields = [("Range", "bytes=\(intake.count)-")] }
        let answer = try await client.ask(file.offered.url, question, of: source.endpoint)
        // Bytes that we have already and that come once more.
        var surplus: Int64 = 0
        let total: Int64?
        switch answer.status {
        case 200:
            surplus = intake.count
            total = answer.length
        case 206 where intake.count > 0:
            guard let part = ContentRange(answer.field("Content-Range")), part.first == intake.count else {
                throw .status(206)
            }
            total = part.total
        default: throw .status(answer.status)
        }
        // A coding would change the bytes (RFC 9110, section 8.4), and we asked for none.
        if let coding = answer.field("Content-Encoding"), coding.lowercased() != "identity" { throw .badEncoding }
        try check(total)
        if !intake.isOpen { try await open(intake, size: file.offered.size ?? total) }
        if let known = intake.total, let total, known != total {
            throw .wrongLength(expected: known, actual: total)
        }
        intake.total = intake.total ?? file.offered.size ?? total
        try await take(answer, into: intake, &surplus, until: end)
        if let total = intake.total, intake.count != total {
            throw .wrongLength(expected: total, actual: intake.count)
        }
    }

    private func check(_ total: Int64?) throws(UpstreamError) {
        let limit = client.limits.fileBytes
        if max(total ?? 0, file.offered.size ?? 0) > limit { throw .tooLong(limitBytes: limit) }
        if let total, let said = file.offered.size, total != said { throw .wrongLength(expected: said, actual: total) }
    }

    private func open(_ intake: Intake, size: Int64?) async throws(UpstreamError) {
        let (registry, limit) = (registry, size ?? client.limits.fileBytes)
        try await blocking {
            intake.open(try registry.stageUpload(expectedSize: size, limitBytes: limit, digestThreads: 2, isRead: true))
        }
        fetch.begin(.growing(size: size), intake.growing)
    }

    /// Writes one piece while the next one is read.
    private func take(
        _ answer: UpstreamClient.Answer, into intake: Intake, _ surplus: inout Int64,
        until end: ContinuousClock.Instant
    ) async throws(UpstreamError) {
        var waiting = ByteBuffer()
        var writing: Task<Result<Void, UpstreamError>, Never>?
        let isWriting = Flag()
        func write(_ piece: ByteBuffer) -> Task<Result<Void, UpstreamError>, Never> {
            isWriting.set(true)
            return Task {
                defer { isWriting.set(false) }
                do throws(UpstreamError) {
                    try await blocking { try intake.append(piece) }
                    fetch.add(upTo: intake.count)
                    return .success(())
                } catch {
                    return .failure(error)
                }
            }
        }
        do {
            for try await buffer in answer.response.body {
                var buffer = buffer
                if surplus > 0 {
                    let count = Int(min(surplus, Int64(buffer.readableBytes)))
                    buffer.moveReaderIndex(forwardBy: count)
                    surplus -= Int64(count)
                }
                guard buffer.readableBytes > 0 else { continue }
                if waiting.readableBytes == 0 { waiting = buffer } else { waiting.writeBuffer(&buffer) }
                guard ContinuousClock.now < end else { throw UpstreamError.timedOut }
                if !isWriting.isSet || waiting.readableBytes >= Self.pieceBytes {
                    try await writing?.value.get()
                    writing = write(waiting)
                    waiting = ByteBuffer()
                }
            }
        } catch {
            // What has come is kept: the rest may still come.
            try await writing?.value.get()
            if waiting.readableBytes > 0 { try await write(waiting).value.get() }
            throw UpstreamError(transport: error)
        }
        try await writing?.value.get()
        if waiting.readableBytes > 0 { try await write(waiting).value.get() }
    }

    // MARK: - Publishing

    private func publish(_ intake: Intake) async throws(UpstreamError) -> FileEntry {
        let (registry, path, fetch) = (registry, source.path, fetch)
        let (offered, expected, count) = (file.offered, file.expectedDigest, intake.count)
        let project = project
        return try await blocking {
            let blob = try intake.seal()
            if let expected, blob.digests[expected.algorithm] != expected {
                throw UpstreamError.wrongDigest(
                    algorithm: expected.algorithm.name, expected: expected.hex,
                    actual: blob.digests[expected.algorithm].hex)
            }
            var claims = UploadClaims(filename: offered.filename)
            claims.name = project
            claims.requiresPython = offered.requiresPython
            if let expected { claims.digests = [expected] }
            var options = UploadOptions()
            options.isFromUpstream = true
            options.uploaded = offered.uploadTime
            options.yanked = offered.yanked
            options.onAdmitted = { fetch.admit(count: count) }
            return try registry.publish(blob, claims, to: path, by: .upstream, options: options).entry
        }
    }

    private func blocking<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws(UpstreamError) -> Result {
        do {
            return try await threads.run(body)
        } catch let error as UpstreamError {
            throw error
        } catch RegistryError.refused(let refusal) {
            throw .refused(refusal.description)
        } catch StoreError.tooLarge(let limit) {
            throw .tooLong(limitBytes: limit)
        } catch let error as RegistryError {
            throw .storage(error.description)
        } catch let error as StoreError {
            throw .storage(error.description)
        } catch {
            throw .busy
        }
    }
}

/// The bytes of one fetch on their way in.
private final class Intake: @unchecked Sendable {
    // SAFETY: one fetch owns it, whose steps follow one another, on whatever threads; nobody else has it.
    private var staged: StagedBlob?
    /// How many there should be, once somebody has said so.
    var total: Int64?

    var isOpen: Bool { staged != nil }
    var count: Int64 { staged?.count ?? 0 }
    var growing: GrowingBytes? { staged?.growing }

    func open(_ staged: StagedBlob) { self.staged = staged }

    func append(_ buffer: ByteBuffer) throws(StoreError) {
        var failure: StoreError?
        unsafe buffer.withUnsafeReadableBytes { bytes in
            do throws(StoreError) { try unsafe staged?.append(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    func seal() throws(StoreError) -> SealedBlob {
        guard let staged else { preconditionFailure("sealing what was not opened") }
        return try staged.seal()
    }
}

/// Whether something goes on.
private final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set(_ isSet: Bool) { value.store(isSet, ordering: .releasing) }
}

/// `Content-Range: bytes 5-9/10` (RFC 9110, section 14.4).
private struct ContentRange {
    let first: Int64
    let total: Int64?

    init?(_ field: String?) {
        guard let field, field.lowercased().hasPrefix("bytes ") else { return nil }
        let parts = field.dropFirst(6).split(separator: "/")
        guard parts.count == 2, let first = parts[0].split(separator: "-").first.flatMap({ Int64($0) }) else {
            return nil
        }
        self.first = first
        total = Int64(parts[1])
    }
}

extension Actor {
    /// Who fetches what nobody in particular asked for.
    public static let upstream = Actor(kind: .anonymous, name: "upstream", via: .upstream)
}
