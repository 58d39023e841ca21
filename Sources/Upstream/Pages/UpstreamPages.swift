internal import Logging
public import PythonPackaging
internal import RegistryCore
internal import SimpleIndex
internal import Synchronization

/// The project pages of indexes elsewhere: asked for once however many want them, kept in memory and in the store,
/// confirmed by their validators, and shown for a while when the index is down.
public final class UpstreamPages: Sendable {
    private struct Key: Hashable {
        let registry: String
        let project: String
    }

    /// What is known of one page.
    private struct Entry: Sendable {
        var project: UpstreamProject?
        var index: String
        var validators = Validators()
        var checked: Int64
        var freshSeconds: Int64
        /// When the store was told, in milliseconds since 1970.
        var stored: Int64 = 0
        var lastUse: UInt64 = 0

        func isFresh(_ now: Int64) -> Bool { now >= checked && now - checked < freshSeconds * 1000 }
        var cost: Int { project?.cost ?? 512 }
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var cost = 0
        var clock: UInt64 = 0
        var lastSerial: UInt64 = 0
        var flights: [Key: Task<Result<UpstreamView, UpstreamError>, Never>] = [:]
        /// Until when an index is not asked again, in milliseconds since 1970, and why; by registry.
        var outages: [String: (until: Int64, why: UpstreamError)] = [:]
    }

    private let registry: Registry
    private let threads: any BlockingThreads
    private let client: UpstreamClient
    private let logger: Logger
    private let now: @Sendable () -> Int64
    private let state = Mutex(State())

    /// With something to fall back on, an index has this many seconds to answer.
    private static let patienceSeconds: Int64 = 10
    /// Confirmations of a page that come closer to each other are noted in memory only.
    private static let noteMilliseconds: Int64 = 60_000

    init(
        registry: Registry, threads: any BlockingThreads, client: UpstreamClient, logger: Logger,
        now: @escaping @Sendable () -> Int64
    ) {
        self.registry = registry
        self.threads = threads
        self.client = client
        self.logger = logger
        self.now = now
    }

    /// What an index says of a project, at most as old as the registry's settings allow.
    ///
    /// A page that is in memory and fresh costs a look there.
    /// - Throws: `UpstreamError` where the index cannot be asked, and nothing that it said before may stand for it.
    public func view(of name: ProjectName, in source: UpstreamSource) async throws(UpstreamError) -> UpstreamView {
        let key = Key(registry: source.id, project: name.normalized)
        let now = now()
        enum Found {
            case view(UpstreamView)
            case flight(Task<Result<UpstreamView, UpstreamError>, Never>)
        }
        let found = state.withLock { state -> Found in
            if let entry = state.entries[key], entry.index == source.settings.url, entry.isFresh(now) {
                return .view(view(of: touch(key, source, now, &state), now))
            }
            if let task = state.flights[key] { return .flight(task) }
            // Not a child of the request: others may wait for the page when its client goes.
            let task = Task { await self.fly(key, name, source) }
            state.flights[key] = task
            return .flight(task)
        }
        switch found {
        case .view(let view): return view
        case .flight(let task): return try await task.value.get()
        }
    }

    /// The serial of a project's page, where that is in memory and fresh; nil where it has to be asked for.
    public func freshSerial(of name: ProjectName, in source: UpstreamSource) -> UInt64? {
        let key = Key(registry: source.id, project: name.normalized)
        let now = now()
        return state.withLock { state in
            guard let entry = state.entries[key], entry.index == source.settings.url, entry.isFresh(now) else {
                return nil
            }
            return touch(key, source, now, &state)?.project?.serial
        }
    }

    /// What is kept of a project's page, however old; nil for nothing.  Asks nobody.
    func kept(_ name: ProjectName, in source: UpstreamSource) async -> UpstreamProject? {
        let key = Key(registry: source.id, project: name.normalized)
        let now = now()
        func inMemory() -> Entry? {
            state.withLock { state in
                state.entries[key]?.index == source.settings.url ? touch(key, source, now, &state) : nil
            }
        }
        if let entry = inMemory() { return entry.project }
        _ = await load(key, name, source)
        return inMemory()?.project
    }

    /// Forgets what is in memory of a registry.
    public func forget(registry id: String) {
        state.withLock { state in
            for key in state.entries.keys where key.registry == id {
                if let old = state.entries.removeValue(forKey: key) { state.cost -= old.cost }
            }
        }
    }

    // MARK: - Memory

    /// The entry, as it is to be shown now: time has passed, or settings have changed.
    @discardableResult
    private func touch(_ key: Key, _ source: UpstreamSource, _ now: Int64, _ state: inout State) -> Entry? {
        guard var entry = state.entries[key] else { return nil }
        state.clock += 1
        entry.lastUse = state.clock
        if let project = entry.project,
            project.settings != source.settings || project.nextRelease.map({ $0 <= now }) ?? false
        {
            entry.project = project.updated(source.settings, now: now, serial: nextSerial(now, &state))
        }
        state.entries[key] = entry
        return entry
    }

    /// Larger than all before, in this process and, as far as clocks go, in earlier ones.
    private func nextSerial(_ now: Int64, _ state: inout State) -> UInt64 {
        state.lastSerial = max(state.lastSerial + 1, UInt64(max(0, now)))
        return state.lastSerial
    }

    private func keep(_ entry: Entry, for key: Key, _ state: inout State) {
        var entry = entry
        state.clock += 1
        entry.lastUse = state.clock
        state.cost += entry.cost - (state.entries[key]?.cost ?? 0)
        state.entries[key] = entry
        guard state.cost > client.limits.memoryBytes else { return }
        let byAge = state.entries.sorted { $0.value.lastUse < $1.value.lastUse }
        for (old, entry) in byAge where state.cost > client.limits.memoryBytes * 7 / 8 && old != key {
            state.entries[old] = nil
            state.cost -= entry.cost
        }
    }

    private func view(of entry: Entry?, _ now: Int64, staleBecause: UpstreamError? = nil) -> UpstreamView {
        UpstreamView(
            project: entry?.project, staleBecause: staleBecause,
            ageSeconds: max(0, now - (entry?.checked ?? now)) / 1000, freshSeconds: entry?.freshSeconds ?? 0)
    }

    // MARK: - One look

    private func fly(_ key: Key, _ name: ProjectName, _ source: UpstreamSource) async -> Result<
        UpstreamView, UpstreamError
    > {
        let result: Result<UpstreamView, UpstreamError>
        do throws(UpstreamError) {
            result = .success(try await look(key, name, source))
        } catch {
            result = .failure(error)
            logger.warning(
                "a page of an upstream is not to be had",
                metadata: ["registry": "\(source.path)", "project": "\(name.normalized)", "error": "\(error)"])
        }
        state.withLock { $0.flights[key] = nil }
        return result
    }

    private func look(
        _ key: Key, _ name: ProjectName, _ source: UpstreamSource
    ) async throws(UpstreamError) -> UpstreamView {
        // Another process may have asked meanwhile, or this one before it was started anew.
        let kept = await load(key, name, source)
        if let kept, kept.isFresh(now()) { return view(of: kept, now()) }
        let usable = kept.flatMap { now() - $0.checked < source.settings.staleSeconds * 1000 ? $0 : nil }
        if let usable, let outage = state.withLock({ $0.outages[source.id] }), now() < outage.until {
            return view(of: usable, now(), staleBecause: outage.why)
        }
        do throws(UpstreamError) {
            return try await ask(key, name, source, kept, isPatient: usable == nil)
        } catch {
            guard error.isOutage else { throw error }
            let until = now() + client.limits.outageSeconds * 1000
            state.withLock { $0.outages[source.id] = (until, error) }
            guard let usable else { throw error }
            logger.warning(
                "an upstream cannot be used; what it said before serves",
                metadata: [
                    "registry": "\(source.path)", "project": "\(name.normalized)", "error": "\(error)",
                    "age_seconds": "\((now() - usable.checked) / 1000)",
                ])
            return view(of: usable, now(), staleBecause: error)
        }
    }

    private func ask(
        _ key: Key, _ name: ProjectName, _ source: UpstreamSource, _ kept: Entry?, isPatient: Bool
    ) async throws(UpstreamError) -> UpstreamView {
        let (client, endpoint, project) = (client, source.endpoint, name.normalized)
        let validators = kept?.project == nil ? Validators() : kept?.validators ?? Validators()
        let answer =
            isPatient
            ? try await client.page(of: project, at: endpoint, validators)
            : try await client.within(seconds: Self.patienceSeconds) { () async throws(UpstreamError) in
                try await client.page(of: project, at: endpoint, validators)
            }
        let now = now()
        state.withLock { $0.outages[source.id] = nil }
        let settings = source.settings
        let least = client.limits.leastFreshSeconds
        func fresh(_ said: Int64?) -> Int64 { min(max(said ?? .max, least), settings.freshSeconds) }
        var page = CachedPage(body: nil, index: settings.url, checked: now, freshSeconds: 0)
        var entry: Entry
        var isConfirmed = false
        switch answer {
        case .absent:
            page.freshSeconds = min(client.limits.absentSeconds, settings.freshSeconds)
            entry = Entry(project: nil, index: settings.url, checked: now, freshSeconds: page.freshSeconds)
        case .unchanged(let said):
            guard var known = kept else { throw .status(304) }
            isConfirmed = true
            known.checked = now
            known.freshSeconds = fresh(said)
            entry = known
            page.freshSeconds = entry.freshSeconds
            page.body = CachedPage.Body(bytes: [], contentType: "", url: "")
        case .page(let found, let said):
            page.freshSeconds = fresh(said)
            var body = CachedPage.Body(bytes: found.bytes, contentType: found.contentType, url: found.url)
            body.entityTag = found.validators.entityTag
            body.lastModified = found.validators.lastModified
            page.body = body
            entry = try await read(page, name, source, replacing: kept?.project)
        }
        // An index that wants to be asked each time would have the store written each time, only to say so.
        let isWorthNoting = !isConfirmed || now - entry.stored >= Self.noteMilliseconds
        if isWorthNoting { entry.stored = now }
        state.withLock { [entry] in keep(entry, for: key, &$0) }
        if isWorthNoting { await store(page, isConfirmed: isConfirmed, key, source) }
        return view(of: entry, now)
    }

    // MARK: - The store

    private func load(_ key: Key, _ name: ProjectName, _ source: UpstreamSource) async -> Entry? {
        let known = state.withLock { state in
            state.entries[key]?.index == source.settings.url ? touch(key, source, now(), &state) : nil
        }
        let (registry, id) = (registry, source.id)
        let page = try? await threads.run { try registry.cachedPage(of: name.normalized, in: id) }
        guard let page, page.index == source.settings.url, page.checked > known?.checked ?? .min else { return known }
        if var known, known.project != nil, let body = page.body, !body.isOther(than: known.validators) {
            known.checked = page.checked
            known.freshSeconds = page.freshSeconds
            state.withLock { keep(known, for: key, &$0) }
            return known
        }
        guard let entry = try? await read(page, name, source, replacing: known?.project) else { return known }
        state.withLock { keep(entry, for: key, &$0) }
        return entry
    }

    private func read(
        _ page: CachedPage, _ name: ProjectName, _ source: UpstreamSource, replacing old: UpstreamProject?
    ) async throws(UpstreamError) -> Entry {
        var entry = Entry(
            project: nil, index: page.index, checked: page.checked, freshSeconds: page.freshSeconds)
        guard let body = page.body else { return entry }
        entry.validators = Validators(entityTag: body.entityTag, lastModified: body.lastModified)
        entry.stored = page.checked
        let limits = client.limits.page
        let offered: OfferedProject
        do {
            offered = try await threads.run {
                try OfferedProject(
                    reading: body.bytes, contentType: body.contentType, of: name, at: body.url, limits: limits)
            }
        } catch let error as PageReadingError {
            throw .page(error)
        } catch {
            throw .storage("\(error)")
        }
        let now = now()
        let serial = state.withLock { nextSerial(now, &$0) }
        let project = UpstreamProject(name.normalized, offered, source.settings, now: now, serial: serial)
        // A page that came again and says the same is the same page, for those who keep what was made of it.
        if let old, old.files == project.files, old.status == project.status, old.statusReason == project.statusReason {
            entry.project = old
        } else {
            entry.project = project
        }
        return entry
    }

    /// Notes what was said.  Where that fails, it is said again after the next start.
    private func store(_ page: CachedPage, isConfirmed: Bool, _ key: Key, _ source: UpstreamSource) async {
        let (registry, limit) = (registry, client.limits.documentBytes)
        do {
            try await threads.run {
                var page = page
                if isConfirmed, var body = try registry.cachedPage(of: key.project, in: key.registry)?.body {
                    body.bytes = []
                    page.body = body
                } else if isConfirmed {
                    return
                }
                try registry.keepPage(page, of: key.project, in: key.registry, isConfirmed: isConfirmed)
                if try registry.cachedDocumentBytes(in: key.registry) > limit {
                    try registry.trimCachedDocuments(in: key.registry, to: limit / 8 * 7)
                }
            }
        } catch {
            logger.warning(
                "a page of an upstream is not kept", metadata: ["registry": "\(source.path)", "error": "\(error)"])
        }
    }
}

extension CachedPage.Body {
    /// Whether it may be another page than the one with these validators.
    fileprivate func isOther(than validators: Validators) -> Bool {
        entityTag == nil && lastModified == nil || entityTag != validators.entityTag
            || lastModified != validators.lastModified
    }
}
