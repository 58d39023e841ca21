public import SimpleIndex

/// Why nothing came from an index elsewhere that could be used.  Nothing of it is kept then.
public enum UpstreamError: Error, Equatable, Sendable {
    /// No answer: no connection, no TLS, or it broke off.  The library's words.
    case unreachable(String)
    /// Its certificate is not signed by an authority that is trusted, or not for this host.
    case untrusted
    /// No answer in the time it has.
    case timedOut
    /// An answer that is no success; 404 and 410 of a page are none of these.
    case status(Int)
    /// An address that is not followed, and why; without its query.
    case refusedAddress(String, why: String)
    /// From one address to the next, more often than the limit.
    case tooManyRedirects(limit: Int)
    /// More bytes than the limit, or than it said.
    case tooLong(limitBytes: Int64)
    /// Another number of bytes than it said.
    case wrongLength(expected: Int64, actual: Int64)
    /// Other bytes than the page says.
    case wrongDigest(algorithm: String, expected: String, actual: String)
    /// What should be gzip is not.
    case badEncoding
    /// A page that cannot be read.
    case page(PageReadingError)
    /// The index says no strong digest of the file.
    case noDigest(filename: String)
    /// The file is younger than the cooldown wants, or nobody knows how old it is.
    case coolingDown(filename: String, CooldownVerdict)
    /// Too many files are being fetched already.
    case busy
    /// The server is ending.
    case stopped
    /// The registry does not take the file; its sentence.
    case refused(String)
    /// The bytes could not be kept; the store's sentence.
    case storage(String)
}

extension UpstreamError {
    /// Whether asking again may help: nothing is wrong with what was asked.
    var isTransient: Bool {
        switch self {
        case .unreachable, .timedOut: true
        case .status(let code): [408, 425, 429, 500, 502, 503, 504].contains(code)
        default: false
        }
    }

    /// Whether the index cannot be used now: what is remembered of it serves then.
    var isOutage: Bool {
        switch self {
        case .unreachable, .untrusted, .timedOut, .badEncoding, .page, .refusedAddress, .tooManyRedirects, .tooLong:
            true
        // Also 401 and 403: credentials that expired must not take away what was read with them.
        case .status: true
        default: false
        }
    }
}

extension UpstreamError: CustomStringConvertible {
    /// Lower case, no full stop; no credential and no query of a URL.
    public var description: String {
        switch self {
        case .unreachable(let why): "the upstream cannot be reached: \(why)"
        case .untrusted: "the upstream's certificate is not trusted"
        case .timedOut: "the upstream did not answer in time"
        case .status(let code): "the upstream answered \(code)"
        case .refusedAddress(let address, let why): "\(address) is not followed: \(why)"
        case .tooManyRedirects(let limit): "the upstream redirects more than \(limit) times"
        case .tooLong(let limit): "the upstream sends more than \(limit) bytes"
        case .wrongLength(let expected, let actual): "the upstream sent \(actual) bytes and had said \(expected)"
        case .wrongDigest(let algorithm, let expected, let actual):
            "the bytes are not those that the upstream's page promises: \(algorithm) \(actual) instead of \(expected)"
        case .badEncoding: "the upstream's answer cannot be decompressed"
        case .page(let error): error.description
        case .noDigest(let filename): "the upstream says no strong digest of \(filename)"
        case .coolingDown(let filename, let verdict): "\(filename) is blocked: \(verdict)"
        case .busy: "too many files are being fetched"
        case .stopped: "the server is ending"
        case .refused(let sentence): "the registry does not take the file: \(sentence)"
        case .storage(let sentence): sentence
        }
    }
}
