internal import ContentStore
internal import HummingbirdCore
internal import NIOCore
internal import RegistryCore

/// Bytes of a blob as the body of an answer: by the kernel where the connection allows it, else chunk by chunk.
///
/// Whatever the size and however slow the client, a connection holds one chunk in memory, or none.
struct BlobBody: Sendable {
    let reader: BlobReader
    let range: Range<Int64>
    let channel: any Channel
    let blocking: BlockingWork
    let progress: StreamedAnswer
    /// Called when the client has been sent everything.
    let completed: @Sendable () -> Void

    /// Bytes in memory for each connection; larger ones cost memory and gain nothing measurable.
    private static let chunkBytes: Int64 = 128 << 10
    /// Bytes that the kernel is handed at once: short enough to be found in the page cache, and read into it, in one go.
    private static let regionBytes: Int64 = 8 << 20

    var response: ResponseBody {
        ResponseBody(contentLength: Int(range.count)) { writer in
            if let descriptor = reader.descriptorNumber, try await isSentByKernel {
                try await sendByKernel(descriptor)
            } else {
                try await sendByChunks(&writer)
            }
            progress.complete()
            completed()
            try await writer.finish(nil)
        }
    }

    private var isSentByKernel: Bool {
        get async throws {
            try await channel.eventLoop.submit {
                (try? channel.pipeline.syncOperations.handler(type: HTTP1Gate.self))?.isPlain ?? false
            }.get()
        }
    }

    private func sendByKernel(_ descriptor: Int32) async throws {
        let file = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: descriptor)
        // The descriptor stays the reader's, and the handle insists on being asked for it.
        defer { _ = try? file.takeDescriptorOwnership() }
        var offset = range.lowerBound
        while offset < range.upperBound {
            let region = offset..<min(offset + Self.regionBytes, range.upperBound)
            // The kernel would wait for the disk on the event loop's time.
            if !PageCache.holds(region, of: descriptor) {
                try await blocking.run { PageCache.fill(region, of: descriptor) }
            }
            try await channel.eventLoop.flatSubmit {
                let sent = channel.eventLoop.makePromise(of: Void.self)
                do {
                    try channel.pipeline.syncOperations.handler(type: HTTP1Gate.self).send(file, region, promise: sent)
                } catch {
                    sent.fail(error)
                }
                return sent.futureResult
            }.get()
            progress.add(region.count)
            offset = region.upperBound
        }
    }

    private func sendByChunks(_ writer: inout any ResponseBodyWriter) async throws {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let chunk = offset..<min(offset + Self.chunkBytes, range.upperBound)
            let bytes: ByteBuffer
            if let descriptor = reader.descriptorNumber, PageCache.holds(chunk, of: descriptor) {
                bytes = try Self.read(chunk, of: reader)
            } else {
                bytes = try await blocking.run { try Self.read(chunk, of: reader) }
            }
            try await writer.write(bytes)
            // `write` returns when the chunk waits for the event loop.  Only when that has taken it does the
            // connection's own limit of unsent bytes count.
            try await channel.eventLoop.submit {}.get()
            progress.add(chunk.count)
            offset = chunk.upperBound
        }
    }

    private static func read(_ chunk: Range<Int64>, of reader: BlobReader) throws -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: chunk.count)
        var failure: StoreError?
        while buffer.readableBytes < chunk.count {
            let offset = chunk.lowerBound + Int64(buffer.readableBytes)
            let left = chunk.count - buffer.readableBytes
            let count = unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: left) { room in
                do throws(StoreError) {
                    return try unsafe reader.read(
                        into: UnsafeMutableRawBufferPointer(rebasing: room[..<left]), at: offset)
                } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw RegistryError.store(failure) }
            // Shorter than the index says: the header promised more, so the connection has to break.
            guard count > 0 else { throw ShortBlob() }
        }
        return buffer
    }

    /// A blob whose file is shorter than its row says.
    struct ShortBlob: Error {}
}
