internal import PythonPackaging
internal import RegistryCore

/// What forms ask of the index that an upstream registry stands for.  The credentials are never among what they show.
struct IndexForm: Sendable {
    let url: String
    let cooldown: String
    /// Projects without that wait, one in each line.
    let exceptions: String
    let fresh: String
    let stale: String
    /// Empty for no limit.
    let cacheLimit: String
    let allowsUnhashed: Bool
    let isOfficial: Bool
    /// Whether there are credentials that stay where none are given.
    let hasCredentials: Bool

    /// What is so.
    init(_ settings: UpstreamSettings) {
        url = settings.url
        cooldown = WrittenAmount.text(seconds: settings.cooldownSeconds)
        exceptions = settings.cooldownExceptions.joined(separator: "\n")
        fresh = WrittenAmount.text(seconds: settings.freshSeconds)
        stale = WrittenAmount.text(seconds: settings.staleSeconds)
        cacheLimit = settings.cacheLimitBytes.map { WrittenAmount.text(bytes: $0) } ?? ""
        allowsUnhashed = settings.allowsUnhashed
        isOfficial = settings.isOfficial
        hasCredentials = settings.credentials != nil
    }

    /// What somebody has typed.
    init(_ form: PageQuery, hasCredentials: Bool) {
        url = form["url"]
        cooldown = form["cooldown"]
        exceptions = form["exceptions"]
        fresh = form["fresh"]
        stale = form["stale"]
        cacheLimit = form["cache_limit"]
        allowsUnhashed = form.has("allows_unhashed")
        isOfficial = form.has("is_official")
        self.hasCredentials = hasCredentials
    }

    /// The settings that a form asks for.
    /// - Parameters:
    ///   - form: fields that it does not have keep their values, but for boxes.
    ///   - old: what was so; nil for a registry that is made.
    /// - Throws: `invalidSettings` for what cannot be read; the rest is looked at where it is stored.
    static func settings(_ form: PageQuery, instead old: UpstreamSettings?) throws(RegistryError) -> UpstreamSettings {
        var settings = old ?? UpstreamSettings(url: form["url"])
        // What one index is shown is not for another one to see.
        if settings.url != form["url"] { settings.credentials = nil }
        settings.url = form["url"]
        settings.cooldownSeconds = try seconds(form["cooldown"]) ?? settings.cooldownSeconds
        settings.freshSeconds = try seconds(form["fresh"]) ?? settings.freshSeconds
        settings.staleSeconds = try seconds(form["stale"]) ?? settings.staleSeconds
        settings.cacheLimitBytes = try bytes(form["cache_limit"])
        settings.cooldownExceptions = try projects(form["exceptions"])
        settings.allowsUnhashed = form.has("allows_unhashed")
        settings.isOfficial = form.has("is_official")
        let (user, password) = (form["index_user"], form.exact("index_password"))
        if form.has("forget_credentials") { settings.credentials = nil }
        guard user.isEmpty == password.isEmpty else {
            throw .invalidSettings(problem: "a user and a password for the index are given together or not at all")
        }
        if !user.isEmpty { settings.credentials = UpstreamCredentials(user: user, password: password) }
        return settings
    }

    /// Nil for an empty field.
    private static func seconds(_ text: String) throws(RegistryError) -> Int64? {
        guard !text.isEmpty else { return nil }
        guard let seconds = WrittenAmount.seconds(text) else {
            throw .invalidSettings(problem: "“\(text)” is no length of time; one is 30m, 12h, 7d or 0")
        }
        return seconds
    }

    /// Nil for an empty field, and for none at all.
    private static func bytes(_ text: String) throws(RegistryError) -> Int64? {
        guard !text.isEmpty else { return nil }
        guard let bytes = WrittenAmount.bytes(text) else {
            throw .invalidSettings(problem: "“\(text)” is no size; one is 500MB, 20GB or 64GiB")
        }
        return bytes == 0 ? nil : bytes
    }

    private static func projects(_ text: String) throws(RegistryError) -> [String] {
        var names: Set<String> = []
        for line in RegistryForm.lines(text) {
            guard let name = ProjectName(line) else {
                throw .invalidSettings(problem: "“\(line)” is no project's name")
            }
            names.insert(name.normalized)
        }
        return names.sorted()
    }
}

/// What is told of an index elsewhere: not as whom it is asked.
struct IndexFacts: Sendable {
    /// One line of it.
    struct Row: Sendable {
        let label: String
        let text: String
    }

    let rows: [Row]

    init(_ settings: UpstreamSettings) {
        func time(_ seconds: Int64) -> String { WrittenAmount.text(seconds: seconds) }
        var cooldown = "none: files are offered at once"
        if settings.cooldownSeconds > 0 {
            cooldown = "files are offered \(time(settings.cooldownSeconds)) after their upload"
            let (some, all) = (settings.cooldownExceptions.prefix(20), settings.cooldownExceptions.count)
            if all > 0 {
                cooldown += "; at once: " + some.joined(separator: ", ")
                if all > some.count { cooldown += " and \(PageFormats.count(all - some.count)) more" }
            }
        }
        rows = [
            Row(label: "Index", text: settings.url), Row(label: "Cooldown", text: cooldown),
            Row(
                label: "Pages",
                text: "asked for again after \(time(settings.freshSeconds)); while the index cannot be used, shown for "
                    + time(settings.staleSeconds)),
            Row(
                label: "Cache",
                text: settings.cacheLimitBytes.map { "at most \(WrittenAmount.text(bytes: $0))" } ?? "without a limit"),
            Row(
                label: "Digests",
                text: settings.allowsUnhashed ? "files without one are fetched, too" : "files need one to be fetched"),
            Row(label: "Official", text: settings.isOfficial ? "yes" : "no"),
        ]
    }
}
