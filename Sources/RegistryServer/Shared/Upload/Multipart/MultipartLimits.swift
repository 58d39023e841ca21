/// How much of a body there may be beside the contents of its parts.
public struct MultipartLimits: Sendable, Equatable {
    /// Parts of one body. Metadata sends one for each classifier and requirement: a few hundred at most.
    public var parts = 8192
    /// Headers of one part; clients send one to three.
    public var headers = 16
    /// Bytes of the headers of one part, line ends included.
    public var headerBytes = 8 << 10
    /// Bytes before the first delimiter. No client is known to send any.
    public var preambleBytes = 4 << 10
    /// Bytes after the closing delimiter: a line end, as a rule.
    public var epilogueBytes = 4 << 10

    /// The defaults, to be changed field by field.
    public init() {}
}
