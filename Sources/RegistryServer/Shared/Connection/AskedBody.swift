internal import HummingbirdCore
internal import NIOCore

/// The body of a request whose client waits to be told to send it: told so by whoever reads first.
///
/// A handler that refuses without a look at the body spares the client the sending.
struct AskedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let body: RequestBody
    let channel: any Channel

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var inner: RequestBody.AsyncIterator
        fileprivate let channel: any Channel
        fileprivate var isAskedFor = false

        mutating func next() async throws -> ByteBuffer? {
            if !isAskedFor {
                isAskedFor = true
                try await channel.triggerUserOutboundEvent(BodyWanted()).get()
            }
            return try await inner.next()
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(inner: body.makeAsyncIterator(), channel: channel) }
}
