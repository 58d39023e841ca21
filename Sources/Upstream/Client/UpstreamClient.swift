internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOSSL
internal import SimpleIndex
internal import SystemPackage

/// Asks indexes elsewhere.  What they send is hostile: everything has a limit, redirects are followed here and not by
/// the library, and credentials go to the index's own scheme, host and port only.
public final class UpstreamClient: Sendable {
    /// What is asked for, beside the address.
    struct Question: Sendable {
        var accept = "*/*"
        var fields: [(name: String, value: String)] = []
        var isCompressed = false
    }

    /// An answer whose body is still to be read.
    struct Answer {
        let response: HTTPClientResponse
        /// Where it came from, after all redirects.
        let url: String

        var status: Int { Int(response.status.code) }
        func field(_ name: String) -> String? { response.headers.first(name: name) }
        var length: Int64? { field("Content-Length").flatMap { Int64($0) } }
    }

    /// Its limits.
    public let limits: UpstreamLimits
    private let plain: HTTPClient
    /// Its answers are decompressed on the way.
    private let compressed: HTTPClient

    private static let userAgent = "regadmin (Python package index cache)"

    /// Opens no connection before the first question.
    public init(limits: UpstreamLimits = UpstreamLimits()) {
        self.limits = limits
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(limits.connectSeconds), read: .seconds(limits.idleSeconds)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16
        // `ask` does, and knows what cannot come right by itself.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let file = limits.authorities {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = [.file(file.string)]
            configuration.tlsConfiguration = tls
        }
        plain = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        configuration.decompression = .enabled(limit: .size(limits.page.bytes))
        compressed = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes all connections; nothing may be asked afterwards.
    public func shutdown() async {
        try? await plain.shutdown()
        try? await compressed.shutdown()
    }

    /// Asks, again where that may help, and follows redirects.
    /// - Returns: whatever is answered in the end that is no redirect.
    func ask(
        _ url: String, _ question: Question, of endpoint: UpstreamEndpoint
    ) async throws(UpstreamError) -> Answer {
        var backoff = Backoff(limits)
        while true {
            let failure: UpstreamError
            var wanted: Double?
            do throws(UpstreamError) {
                let answer = try await askOnce(url, question, of: endpoint)
                guard UpstreamError.status(answer.status).isTransient else { return answer }
                failure = .status(answer.status)
                wanted = answer.field("Retry-After").flatMap { Double($0) }
            } catch {
                failure = error
            }
            guard failure.isTransient, await backoff.pause(wanted: wanted) else { throw failure }
        }
    }

    private func askOnce(
        _ url: String, _ question: Question, of endpoint: UpstreamEndpoint
    ) async throws(UpstreamError) -> Answer {
        guard var address = UpstreamAddress(url) else { throw .refusedAddress("an address", why: "it is malformed") }
        for _ in 0...limits.redirects {
            if let why = address.refusal(from: endpoint.root.origin) { throw .refusedAddress(address.shown, why: why) }
            let response = try await send(address, question, endpoint.authorization(for: address))
            guard [301, 302, 303, 307, 308].contains(response.status.code) else {
                return Answer(response: response, url: address.text)
            }
            guard let location = response.headers.first(name: "Location"), let next = address.following(location) else {
                throw .refusedAddress(address.shown, why: "it redirects to nowhere")
            }
            // The connection is good for the next request once the body, a line or two, has been read.
            _ = try? await response.body.collect(upTo: 64 << 10)
            address = next
        }
        throw .tooManyRedirects(limit: limits.redirects)
    }

    private func send(
        _ address: UpstreamAddress, _ question: Question, _ authorization: String?
    ) async throws(UpstreamError) -> HTTPClientResponse {
        var request = HTTPClientRequest(url: address.text)
        request.headers.add(name: "User-Agent", value: Self.userAgent)
        request.headers.add(name: "Accept", value: question.accept)
        request.headers.add(name: "Accept-Encoding", value: question.isCompressed ? "gzip" : "identity")
        for field in question.fields { request.headers.add(name: field.name, value: field.value) }
        if let authorization { request.headers.add(name: "Authorization", value: authorization) }
        // The time to the header; the body's is for who reads it.
        let time = TimeAmount.seconds(limits.connectSeconds + limits.idleSeconds)
        do {
            return try await (question.isCompressed ? compressed : plain).execute(request, timeout: time)
        } catch {
            throw UpstreamError(transport: error)
        }
    }

    /// Reads the whole of a short body.
    func body(of answer: Answer, limitBytes: Int64) async throws(UpstreamError) -> [UInt8] {
        if let length = answer.length, length > limitBytes { throw .tooLong(limitBytes: limitBytes) }
        do {
            return Array(buffer: try await answer.response.body.collect(upTo: Int(limitBytes)))
        } catch is NIOTooManyBytesError {
            throw .tooLong(limitBytes: limitBytes)
        } catch {
            throw UpstreamError(transport: error, limitBytes: limitBytes)
        }
    }

    /// Runs `body`, for so many seconds at most.
    func within<Result: Sendable>(
        seconds: Int64, _ body: @escaping @Sendable () async throws(UpstreamError) -> Result
    ) async throws(UpstreamError) -> Result {
        do {
            return try await withThrowingTaskGroup(of: Result?.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    try await Task.sleep(for: .seconds(seconds))
                    return nil
                }
                defer { group.cancelAll() }
                guard let first = try await group.next(), let result = first else { throw UpstreamError.timedOut }
                return result
            }
        } catch let error as UpstreamError {
            throw error
        } catch {
            throw .stopped
        }
    }
}
