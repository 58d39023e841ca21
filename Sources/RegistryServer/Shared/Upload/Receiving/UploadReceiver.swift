internal import ContentStore
internal import HTTPTypes
public import HummingbirdCore
internal import NIOCore
internal import NIOHTTP1
internal import RegistryCore

/// Takes uploads in: the body of a request becomes text fields and a staged blob, in one pass and in constant memory.
///
/// While one batch of the body is hashed and written on a thread that may block, the next one arrives; nothing is read
/// from the connection beyond that, so that a client is as fast as the disk.
public struct UploadReceiver: Sendable {
    private let registry: Registry
    private let blocking: BlockingWork
    private let limits: ServerLimits
    private let gate: UploadGate
    private let metrics: ServerMetrics

    /// Bytes of buffers that go to the disk at once.
    private static let batchBytes = 1 << 20
    /// Bytes of buffers that may come in before a place is asked for: clients that announce much and send nothing
    /// take none, and most small forms are complete by then.
    private static let waitingBytes = 64 << 10
    /// Bodies above this are worth a second thread for their digests, as long as there are cores for it.
    private static let sharedHashingBytes: Int64 = 4 << 20
    /// Headers and delimiters that a form may have besides its fields and its file, where the announced length is judged.
    private static let framingBytes: Int64 = 4 << 20

    init(registry: Registry, blocking: BlockingWork, limits: ServerLimits, metrics: ServerMetrics) {
        self.metrics = metrics
        self.registry = registry
        self.blocking = blocking
        self.limits = limits
        gate = UploadGate(
            places: limits.concurrentUploads, waitingPlaces: limits.waitingUploads,
            patience: .seconds(limits.uploadWaitSeconds))
    }

    /// Uploads that are taken in now, and those that wait for a place.
    public var load: (inside: Int, waiting: Int) { (gate.inside, gate.waiting) }

    /// Takes a form in. Whoever calls has decided before that the caller may upload.
    /// - Parameters:
    ///   - request: its body is read, to the end unless the form is refused.
    ///   - fileFields: names under which the file may come, such as `content`.
    ///   - limitBytes: of the file; one more byte ends the upload at once.
    ///   - use: what is to become of the form.  Runs on the thread that took the last of it in, and may block.
    /// - Throws: what `use` throws; `UploadFormError` for what is wrong with the form, a body that ends early included;
    ///   `RegistryError.refused` with `tooLarge`; `RegistryError.store`; `ServerBusy`; `HTTPParserError` and
    ///   `CancellationError`, which nobody can answer. Nothing of the upload remains then.
    public func receive<Result: Sendable>(
        _ request: Request, fileFields: Set<String>, limitBytes: Int64,
        _ use: @escaping @Sendable (ReceivedUpload) throws -> Result
    ) async throws -> Result {
        let boundary: MultipartBoundary
        do throws(MultipartError) {
            boundary = try MultipartBoundary(contentType: request.headers[.contentType])
        } catch {
            throw UploadFormError.multipart(error)
        }
        let announced = request.headers[.contentLength].flatMap { Int64($0) }
        let mostBytes = limitBytes.addingReportingOverflow(Int64(limits.formBytes) + Self.framingBytes)
        if let announced, !mostBytes.overflow, announced > mostBytes.partialValue {
            throw RegistryError.refused(.tooLarge(limitBytes: limitBytes))
        }
        var body = BodyBatches(request.body)
        let first = try await body.next(upTo: Self.waitingBytes)
        try await gate.enter()
        defer { gate.leave() }
        let sharesHashing = announced ?? .max > Self.sharedHashingBytes && gate.inside * 2 <= System.coreCount
        let intake = UploadIntake(
            registry, boundary: boundary, fileFields: fileFields, formBytes: limits.formBytes, limitBytes: limitBytes,
            announcedBytes: announced, digestThreads: sharesHashing ? 2 : 1)
        let used: Swift.Result<Result, any Error>
        do {
            used = try await take(first, &body, intake, use)
        } catch {
            metrics.countBrokenUpload()
            try? await blocking.run { intake.abandon() }
            throw error
        }
        return try used.get()
    }

    private func take<Result: Sendable>(
        _ first: [ByteBuffer], _ body: inout BodyBatches, _ intake: UploadIntake,
        _ use: @escaping @Sendable (ReceivedUpload) throws -> Result
    ) async throws -> Swift.Result<Result, any Error> {
        var batch = first
        while !body.isAtEnd {
            let present = batch
            // One batch is taken while the next one arrives.
            async let taking: Void = blocking.run { try intake.take(present) }
            batch = try await body.next(upTo: Self.batchBytes)
            try await taking
        }
        let last = batch
        return try await blocking.run {
            try intake.take(last)
            let upload = try intake.finish()
            if let file = upload.file { metrics.countUpload(bytes: file.blob.size) }
            return Swift.Result { try use(upload) }
        }
    }
}

/// Groups the buffers of a request's body, so that threads change once for many of them.
private struct BodyBatches {
    private var iterator: RequestBody.AsyncIterator
    private(set) var isAtEnd = false

    init(_ body: RequestBody) { iterator = body.makeAsyncIterator() }

    /// - Parameter limitBytes: of memory that is kept: a buffer of one byte may hold on to many more.
    mutating func next(upTo limitBytes: Int) async throws -> [ByteBuffer] {
        var batch: [ByteBuffer] = []
        var kept = 0
        while kept < limitBytes {
            guard let buffer = try await nextBuffer() else {
                isAtEnd = true
                break
            }
            guard buffer.readableBytes > 0 else { continue }
            batch.append(buffer)
            kept += max(buffer.storageCapacity, 256)
        }
        return batch
    }

    private mutating func nextBuffer() async throws -> ByteBuffer? {
        do {
            return try await iterator.next()
        } catch let error as HTTPParserError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            // The connection broke.
            throw UploadFormError.multipart(.truncated)
        }
    }
}
