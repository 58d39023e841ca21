/// What a client may ask of the server at most.
public struct ServerLimits: Sendable, Equatable {
    /// Bytes of one uploaded file.
    public var uploadBytes: Int64 = 3 << 30
    /// Bytes of one uploaded file, where a dialect has a limit of its own.
    public var dialectUploadBytes: [DialectName: Int64] = [:]
    /// Uploads that are taken in at the same time; more wait, and then are told to come again.
    public var concurrentUploads = 64
    /// Uploads that may wait for one of those; more are told at once to come again.
    public var waitingUploads = 256
    /// Seconds that each of them waits.
    public var uploadWaitSeconds: Int64 = 10
    /// Bytes of all text fields of one form.
    public var formBytes = 1 << 20
    /// Bytes of a request with a JSON body.
    public var jsonBytes = 1 << 20
    /// Bytes of the target of a request: path and query.
    public var targetBytes = 8 << 10
    /// Bytes of one header field, and of all of them.
    public var headerFieldBytes = 16 << 10
    /// Bytes of all header fields of a request.
    public var headerBytes = 64 << 10
    /// Header fields of a request.
    public var headerFields = 100
    /// Connections that are open at the same time; more wait to be accepted.
    public var connections = 10_000
    /// Seconds until a connection without a request is closed.
    public var idleSeconds: Int64 = 60
    /// Seconds from the first byte of a request to the end of its header fields.
    public var headerSeconds: Int64 = 15
    /// Seconds over which the rate of a body is judged.
    public var rateSeconds: Int64 = 20
    /// Bytes a second that a client must send of a body.
    public var leastBytesPerSecond = 512
    /// Seconds for which a client may take nothing of its answer.
    public var stallSeconds: Int64 = 60
    /// Seconds that an issuer of jobs' tokens has to answer a request for its keys.
    public var issuerSeconds: Int64 = 10
    /// Threads on which the registry works.
    public var blockingThreads = 16
    /// Calls that wait for one of those; more are refused.
    public var blockingQueue = 2048
    /// Bytes of memory for finished index pages.
    public var pageCacheBytes = 16 << 20
    /// Bytes of memory for what packages say of themselves, and for the listings of their archives.
    public var packageCacheBytes = 32 << 20

    /// The defaults, to be changed field by field.
    public init() {}

    /// Bytes of one uploaded file.
    public func uploadBytes(of dialect: DialectName) -> Int64 { dialectUploadBytes[dialect] ?? uploadBytes }
}
