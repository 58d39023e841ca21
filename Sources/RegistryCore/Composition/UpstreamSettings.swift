internal import PythonPackaging

/// What an upstream registry is like: which index it stands for, what is taken from there and what is kept.
public struct UpstreamSettings: Sendable, Equatable {
    /// The index's root, below which its project pages are (PEP 503): an absolute URL of `https` or `http` without user
    /// information, query or fragment, at most `urlLimitBytes`; whether a slash ends it makes no difference.
    public var url: String
    /// What the index is shown of who asks, on its own host only; nil for nothing.  Never printed or logged.
    public var credentials: UpstreamCredentials?
    /// Whether it is what `official` means in this organization; one registry of an organization at most.
    public var isOfficial = false
    /// How long a file has to have been public before it is offered, in seconds by its upload time; 0 for no wait.
    public var cooldownSeconds: Int64 = 0
    /// Projects without that wait, by normalized name (PEP 503); at most `exceptionLimit`.
    public var cooldownExceptions: [String] = []
    /// Bytes of all fetched files together before those that were used longest ago go; nil for no limit.
    public var cacheLimitBytes: Int64?
    /// Whether files are fetched of which the index says no SHA-256 or SHA-512: what comes is believed then.
    public var allowsUnhashed = false
    /// How old, in seconds, an index page may be before the index is asked again.
    public var freshSeconds: Int64 = 600
    /// How old, in seconds, an index page may be that is shown while the index cannot be reached.
    public var staleSeconds: Int64 = 7 * 86_400

    /// The most bytes of a URL.
    public static let urlLimitBytes = 2000
    /// The most exceptions.
    public static let exceptionLimit = 1000
    /// The longest of all times, in seconds: ten years.
    public static let secondsLimit: Int64 = 10 * 366 * 86_400

    /// An index whose files are offered at once and kept without a limit.
    public init(url: String) { self.url = url }

    /// - Throws: `invalidSettings` with what is wrong.
    func check() throws(RegistryError) {
        try Self.check(url)
        try credentials?.check()
        for seconds in [cooldownSeconds, freshSeconds, staleSeconds] {
            guard (0...Self.secondsLimit).contains(seconds) else {
                throw .invalidSettings(problem: "a time of an upstream is not between 0 and ten years")
            }
        }
        guard (cacheLimitBytes ?? 0) >= 0 else {
            throw .invalidSettings(problem: "the limit of a cache is negative")
        }
        guard cooldownExceptions.count <= Self.exceptionLimit else {
            throw .invalidSettings(problem: "there are more than \(Self.exceptionLimit) exceptions")
        }
        for name in cooldownExceptions where ProjectName(name)?.normalized != name {
            throw .invalidSettings(problem: "“\(name)” is not a normalized project name")
        }
    }

    private static func check(_ url: String) throws(RegistryError) {
        guard url.utf8.count <= urlLimitBytes else {
            throw .textTooLong(what: "the URL", limitBytes: urlLimitBytes)
        }
        let scheme = ["https://", "http://"].first { url.lowercased().hasPrefix($0) }
        guard let scheme, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"\"<>\\^`{|}".utf8.contains($0) }) else {
            throw .invalidSettings(problem: "the URL of an upstream is not one of https or http")
        }
        let host = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !host.isEmpty, !host.hasPrefix(":") else {
            throw .invalidSettings(problem: "the URL of an upstream has no host")
        }
        guard !host.contains("@") else {
            throw .invalidSettings(problem: "the URL of an upstream has credentials in it; they are given apart")
        }
        guard !url.contains("?"), !url.contains("#") else {
            throw .invalidSettings(problem: "the URL of an upstream has a query or a fragment")
        }
    }

    /// What the audit log says of it.
    var summary: String {
        var parts = ["upstream \(url)"]
        if isOfficial { parts.append("official") }
        if credentials != nil { parts.append("with credentials") }
        if cooldownSeconds > 0 { parts.append("cooldown \(cooldownSeconds) s") }
        if !cooldownExceptions.isEmpty {
            parts.append("without cooldown for \(cooldownExceptions.prefix(20).joined(separator: " "))")
        }
        if let cacheLimitBytes { parts.append("cache \(cacheLimitBytes) bytes") }
        if allowsUnhashed { parts.append("files without digests") }
        parts.append("pages fresh for \(freshSeconds) s, stale for \(staleSeconds) s")
        return parts.joined(separator: ", ")
    }

    // MARK: - The stored form

    private static let version: UInt8 = 1

    private enum Flag {
        static let official: UInt8 = 1
        static let unhashed: UInt8 = 2
    }

    var encoded: [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: 64)
        record.append(url)
        record.append(credentials?.user)
        record.append(credentials?.password)
        record.append(byte: (isOfficial ? Flag.official : 0) | (allowsUnhashed ? Flag.unhashed : 0))
        record.append(cooldownSeconds)
        record.append(UInt64(cooldownExceptions.count))
        for name in cooldownExceptions { record.append(name) }
        // One more than the number; or zero.
        record.append(cacheLimitBytes.map { UInt64($0) + 1 } ?? 0)
        record.append(freshSeconds)
        record.append(staleSeconds)
        return record.bytes
    }

    init?(decoding bytes: [UInt8]) {
        guard var record = RecordReader(bytes, version: Self.version), let url = record.takeText(),
            let user = record.takeOptionalText(), let password = record.takeOptionalText(),
            let flags = record.takeByte(), let cooldown = record.takeInt64(),
            let exceptions = record.takeNumber(), exceptions <= UInt64(Self.exceptionLimit)
        else { return nil }
        self.init(url: url)
        if let user, let password { credentials = UpstreamCredentials(user: user, password: password) }
        isOfficial = flags & Flag.official != 0
        allowsUnhashed = flags & Flag.unhashed != 0
        cooldownSeconds = cooldown
        for _ in 0..<exceptions {
            guard let name = record.takeText() else { return nil }
            cooldownExceptions.append(name)
        }
        guard let limit = record.takeNumber(), let fresh = record.takeInt64(), let stale = record.takeInt64(),
            record.isAtEnd
        else { return nil }
        cacheLimitBytes = limit == 0 ? nil : Int64(exactly: limit - 1)
        freshSeconds = fresh
        staleSeconds = stale
    }
}

/// What an upstream index is shown of who asks (RFC 7617).  Neither half is ever printed.
public struct UpstreamCredentials: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The user; without a colon, at most 1000 bytes.
    public var user: String
    /// The password, or the token; at most 10 000 bytes.
    public var password: String

    /// A user and a password.
    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// That there are some.
    public var description: String { "hidden" }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }

    func check() throws(RegistryError) {
        try Registry.check(user, "the upstream's user", limitBytes: 1000)
        try Registry.check(password, "the upstream's password", limitBytes: 10_000)
        let isPlain = (user + password).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
        guard isPlain, !user.contains(":") else {
            throw .invalidSettings(problem: "the credentials of an upstream have characters that cannot be sent")
        }
    }
}
