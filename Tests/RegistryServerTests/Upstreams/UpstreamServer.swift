import FixtureBuilders
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An index elsewhere that does what a test tells it: right, late, half, or a lie.
final class UpstreamServer: Sendable {
    /// A request as it came.
    struct Request: Sendable {
        let path: String
        let headers: HTTPHeaders
        /// How often this path was asked for before.
        let earlier: Int
    }

    /// What is answered.
    struct Answer: Sendable {
        var status = HTTPResponseStatus.ok
        var headers: [(String, String)] = []
        var body: [UInt8] = []
        /// What `Content-Length` says; nil for the truth, negative for chunks.
        var length: Int?
        /// Closes the connection after so many bytes of the body.
        var cutAfter: Int?
        /// Waits for this before the body's second half.
        var gate: (@Sendable () async -> Void)?

        static func page(_ body: String, _ type: String = "application/vnd.pypi.simple.v1+json") -> Answer {
            Answer(headers: [("Content-Type", type)], body: Array(body.utf8))
        }

        static let missing = Answer(status: .notFound)

        static func redirect(_ location: String, status: HTTPResponseStatus = .found) -> Answer {
            Answer(status: status, headers: [("Location", location)])
        }
    }

    private struct State {
        var requests: [Request] = []
        var answer: @Sendable (Request) -> Answer
    }

    private let state: Mutex<State>
    private let channel: any Channel
    let port: Int

    private let isEncrypted: Bool

    var url: String { "\(isEncrypted ? "https" : "http")://127.0.0.1:\(port)" }
    /// Everything that was asked, in order.
    var requests: [Request] { state.withLock { $0.requests } }

    func count(_ path: String) -> Int { requests.count { $0.path == path } }

    /// Answers otherwise from now on.
    func answering(_ answer: @escaping @Sendable (Request) -> Answer) { state.withLock { $0.answer = answer } }

    static func with<Result: Sendable>(
        tls: NIOSSLContext? = nil, _ answer: @escaping @Sendable (Request) -> Answer = { _ in .missing },
        _ body: @escaping @Sendable (UpstreamServer) async throws -> Result
    ) async throws -> Result {
        let server = try await UpstreamServer(tls, answer)
        do {
            let result = try await body(server)
            try await server.stop()
            return result
        } catch {
            try? await server.stop()
            throw error
        }
    }

    /// Listens no more: connections are refused.
    func stop() async throws { if channel.isActive { try await channel.close() } }

    private init(_ tls: NIOSSLContext?, _ answer: @escaping @Sendable (Request) -> Answer) async throws {
        let handler = Box()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Connection(handler))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
        isEncrypted = tls != nil
        state = Mutex(State(answer: answer))
        handler.server.withLock { $0 = self }
    }

    private func answer(_ head: HTTPRequestHead) -> Answer {
        let (request, answer) = state.withLock { state in
            let request = Request(
                path: head.uri, headers: head.headers, earlier: state.requests.count { $0.path == head.uri })
            state.requests.append(request)
            return (request, state.answer)
        }
        return answer(request)
    }

    private final class Box: Sendable {
        let server = Mutex<UpstreamServer?>(nil)
    }

    private final class Connection: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private let box: Box
        private var head: HTTPRequestHead?

        init(_ box: Box) { self.box = box }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): self.head = head
            case .body: break
            case .end:
                guard let head, let server = box.server.withLock({ $0 }) else { return context.close(promise: nil) }
                server.reply(to: head, on: context.channel)
            }
        }
    }

    private func reply(to head: HTTPRequestHead, on channel: any Channel) {
        let answer = answer(head)
        Task { try? await Self.send(answer, on: channel) }
    }

    private static func send(_ answer: Answer, on channel: any Channel) async throws {
        var head = HTTPResponseHead(version: .http1_1, status: answer.status)
        for (name, value) in answer.headers { head.headers.add(name: name, value: value) }
        let length = answer.length ?? answer.body.count
        if length < 0 {
            head.headers.add(name: "Transfer-Encoding", value: "chunked")
        } else if answer.status != .notModified {
            head.headers.add(name: "Content-Length", value: "\(length)")
        }
        try await channel.writeAndFlush(HTTPServerResponsePart.head(head))
        let end = min(answer.cutAfter ?? .max, answer.body.count)
        let half = answer.gate == nil ? end : end / 2
        try await write(answer.body[..<half], on: channel)
        if let gate = answer.gate {
            await gate()
            try await write(answer.body[half..<end], on: channel)
        }
        if answer.cutAfter != nil || length > answer.body.count { return try await channel.close() }
        try await channel.writeAndFlush(HTTPServerResponsePart.end(nil))
    }

    private static func write(_ bytes: ArraySlice<UInt8>, on channel: any Channel) async throws {
        guard !bytes.isEmpty else { return }
        try await channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes))))
    }
}

extension UpstreamServer.Answer {
    /// A JSON page of these files, below `/files/` of the same server.
    static func project(_ name: String, _ files: [BuiltDistribution], more: String = "") -> UpstreamServer.Answer {
        let listed = files.map { file in
            #"""
            {"filename":"\#(file.filename)","url":"/files/\#(file.filename)","size":\#(file.bytes.count),
            "hashes":{"sha256":"\#(file.sha256)"}\#(more)}
            """#
        }
        return .page(#"{"meta":{"api-version":"1.4"},"name":"\#(name)","files":[\#(listed.joined(separator: ","))]}"#)
    }

    static func file(_ file: BuiltDistribution) -> UpstreamServer.Answer {
        UpstreamServer.Answer(headers: [("Content-Type", "application/octet-stream")], body: file.bytes)
    }
}

/// Something that tests wait for.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
