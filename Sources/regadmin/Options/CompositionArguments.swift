internal import ArgumentParser
internal import PythonPackaging
internal import RegistryCore

/// Names that a registry reserves, on the command line.
struct ReservationArgument: ExpressibleByArgument {
    let reservation: NameReservation

    init?(argument: String) {
        guard let reservation = try? NameReservation(argument) else { return nil }
        self.reservation = reservation
    }
}

/// The index that an upstream registry stands for, on the command line.
struct UpstreamArguments: ParsableArguments {
    @Option(help: "Of an upstream registry: the root of the index that it stands for.") var url: String?
    @Flag(
        inversion: .prefixedNo,
        help: "Of an upstream registry: it is the organization's official index, which REST clients switch on by name.")
    var official: Bool?
    @Option(help: "Of an upstream registry: the user that the index is shown; its password is read from the terminal.")
    var upstreamUser: String?
    @Option(
        help: ArgumentHelp(
            "Of an upstream registry: the same without a terminal: a file whose first line is 'user:password'; '-' is "
                + "standard input.", valueName: "file"),
        completion: .file())
    var credentialsFile: String?
    @Option(
        help: ArgumentHelp(
            "Of an upstream registry: the same, from this environment variable.", valueName: "variable"))
    var credentialsEnv: String?
    @Flag(help: "Of an upstream registry: the index is shown no user any more.") var noUpstreamUser = false
    @Option(
        help: ArgumentHelp(
            "Of an upstream registry: how long a file has to have been public before it is offered; 0 for no wait.",
            valueName: "time"))
    var cooldown: TimeSpan?
    @Option(
        help: ArgumentHelp("Of an upstream registry: a project without that wait. May be repeated.", valueName: "name"))
    var exempt: [String] = []
    @Option(
        help: ArgumentHelp(
            "Of an upstream registry: a project that has to wait again. May be repeated.", valueName: "name"))
    var noExempt: [String] = []
    @Option(
        help: ArgumentHelp(
            "Of an upstream registry: the size of all fetched files; those used longest ago go first. 0 for no limit.",
            valueName: "size"))
    var cacheSize: ByteCount?
    @Option(
        help: ArgumentHelp(
            "Of an upstream registry: how old a page may be before the index is asked again.", valueName: "time"))
    var fresh: TimeSpan?
    @Option(
        help: ArgumentHelp(
            "Of an upstream registry: how old a page may be that is shown while the index cannot be reached.",
            valueName: "time"))
    var stale: TimeSpan?
    @Flag(
        inversion: .prefixedNo,
        help: "Of an upstream registry: files of which the index says no SHA-256 or SHA-512 are fetched, too.")
    var allowUnhashed: Bool?

    /// Whether anything is said.
    var isEmpty: Bool {
        url == nil && official == nil && upstreamUser == nil && !noUpstreamUser && cooldown == nil && exempt.isEmpty
            && noExempt.isEmpty && cacheSize == nil && fresh == nil && stale == nil && credentialsFile == nil
            && credentialsEnv == nil && allowUnhashed == nil
    }

    /// What is said, applied to what was.
    /// - Throws: `CommandFailure` for a password that cannot be read, and for a name that is no project's.
    func applied(to settings: UpstreamSettings) throws -> UpstreamSettings {
        var settings = settings
        if let url {
            // What one index is shown is not for another one to see.
            if url != settings.url { settings.credentials = nil }
            settings.url = url
        }
        if let official { settings.isOfficial = official }
        if let upstreamUser {
            settings.credentials = UpstreamCredentials(
                user: upstreamUser, password: try PasswordInput.read(for: upstreamUser))
        }
        if let text = try credentials() { settings.credentials = try Self.credentials(in: text) }
        if noUpstreamUser { settings.credentials = nil }
        if let cooldown { settings.cooldownSeconds = cooldown.seconds }
        let (added, removed) = (try exempt.map(Self.normalized), try noExempt.map(Self.normalized))
        settings.cooldownExceptions = Set(settings.cooldownExceptions).union(added).subtracting(removed).sorted()
        if let cacheSize { settings.cacheLimitBytes = cacheSize.bytes == 0 ? nil : cacheSize.bytes }
        if let fresh { settings.freshSeconds = fresh.seconds }
        if let stale { settings.staleSeconds = stale.seconds }
        if let allowUnhashed { settings.allowsUnhashed = allowUnhashed }
        return settings
    }

    private func credentials() throws(CommandFailure) -> String? {
        if let credentialsFile { return try CommandInput.read(credentialsFile) }
        guard let credentialsEnv else { return nil }
        guard let value = StoreLocation.variable(credentialsEnv) else {
            throw CommandFailure("--credentials-env", "there is no variable \(credentialsEnv)", status: .usage)
        }
        return value
    }

    private static func credentials(in text: String) throws(CommandFailure) -> UpstreamCredentials {
        let line = text.split(whereSeparator: \.isNewline).first ?? ""
        guard let colon = line.firstIndex(of: ":") else {
            throw CommandFailure("credentials", "are not 'user:password'", status: .usage)
        }
        return UpstreamCredentials(user: String(line[..<colon]), password: String(line[line.index(after: colon)...]))
    }

    private static func normalized(_ text: String) throws(CommandFailure) -> String {
        guard let name = ProjectName(text) else { throw CommandFailure(text, "is no project name", status: .usage) }
        return name.normalized
    }
}
