internal import NIOCore
internal import NIOHTTP1

extension HTTP1Gate {
    /// Writes a part of a file as a part of the body, without its bytes passing through this process (sendfile).
    ///
    /// To be called on the event loop, after the header of the answer was written.
    /// - Parameters:
    ///   - file: open until `promise` is done.
    ///   - promise: succeeds when the socket has taken everything.
    func send(_ file: NIOFileHandle, _ range: Range<Int64>, promise: EventLoopPromise<Void>) {
        guard let context, context.channel.isActive else { return promise.fail(ChannelError.ioOnClosedChannel) }
        let region = FileRegion(
            fileHandle: file, readerIndex: Int(range.lowerBound), endIndex: Int(range.upperBound))
        stall.add(region.readableBytes)
        context.writeAndFlush(Self.wrapOutboundOut(.body(.fileRegion(region))), promise: promise)
    }
}
