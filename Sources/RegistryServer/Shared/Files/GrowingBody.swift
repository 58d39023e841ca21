internal import HummingbirdCore
internal import NIOCore
internal import Upstream

/// A file that is still being fetched as the body of an answer.
///
/// The last byte is sent when the file is known to be right; where it is not, the connection breaks.  However slow the
/// client, neither the fetch nor another client waits for it.
struct GrowingBody: Sendable {
    let fetch: FileFetch
    /// Bytes; nil where the index does not say, and the body's end has to tell.
    let size: Int64?
    let channel: any Channel
    let progress: StreamedAnswer
    /// Called when the client has been sent everything.
    let completed: @Sendable () -> Void

    private static let chunkBytes: Int64 = 128 << 10

    var response: ResponseBody {
        ResponseBody(contentLength: size.map { Int($0) }) { writer in
            var offset: Int64 = 0
            while let end = try await fetch.bytes(after: offset) {
                while offset < end {
                    // Written a moment ago, or read by another client: the page cache has it.
                    let bytes = try read(offset..<min(offset + Self.chunkBytes, end))
                    try await writer.write(bytes)
                    // `write` returns when the chunk waits for the event loop.  Only when that has taken it does the
                    // connection's own limit of unsent bytes count.
                    try await channel.eventLoop.submit {}.get()
                    progress.add(bytes.readableBytes)
                    offset += Int64(bytes.readableBytes)
                }
            }
            progress.complete()
            completed()
            try await writer.finish(nil)
        }
    }

    private func read(_ range: Range<Int64>) throws -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: range.count)
        var failure: UpstreamError?
        while failure == nil, buffer.readableBytes < range.count {
            let left = range.count - buffer.readableBytes
            let offset = range.lowerBound + Int64(buffer.readableBytes)
            let count = unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: left) { room in
                do throws(UpstreamError) {
                    return try unsafe fetch.read(
                        into: UnsafeMutableRawBufferPointer(rebasing: room[..<left]), at: offset)
                } catch {
                    failure = error
                    return 0
                }
            }
            guard count > 0 else { throw failure ?? UpstreamError.stopped }
        }
        return buffer
    }
}
