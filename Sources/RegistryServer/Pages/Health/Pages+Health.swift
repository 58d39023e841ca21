internal import ContentStore
internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// How the store is, for administrators of the site.

extension Pages {
    func addHealth(to routes: inout RouteTable) {
        get(&routes, "/admin/health") { visit in try await visit.showHealth() }
    }
}

extension PageVisit {
    /// Entries of the audit log on one page.
    private static let eventLimit = 50

    fileprivate func showHealth() async throws -> Response {
        guard try signedIn().isSiteAdministrator else {
            throw PageProblem.forbidden("That is for administrators of the site.")
        }
        var filter = AuditFilter()
        let (action, subject) = (query["action"], query["subject"])
        if !action.isEmpty { filter.action = action }
        if !subject.isEmpty { filter.subject = subject }
        let (wanted, from) = (filter, UInt64(query["from"]))
        let (health, events) = try await read { registry in
            // One more than is shown says whether there is another page.
            (try registry.health(), try registry.audit(from: from, limit: Self.eventLimit + 1, matching: wanted))
        }
        let now = registry.options.now()
        let rest = health.verification.damagedCount - health.damaged.count
        func address(_ number: UInt64?) -> String {
            links.health
                + PageLinks.query(["action": action, "subject": subject, "from": number.map { "\($0)" } ?? ""])
        }
        return page(
            HealthContent(
                title: "Health", figures: Self.figures(health, now: now),
                verification: Self.verification(health.verification, now: now),
                runs: Self.runs(health, now: now),
                isDamaged: health.verification.damagedCount > 0,
                damagedCount: PageFormats.count(health.verification.damagedCount, "blob is", "blobs are"),
                damage: health.damaged.map {
                    HealthContent.Damage(
                        digest: $0.sha256, size: PageFormats.size($0.size), files: $0.files, hasFiles: !$0.files.isEmpty
                    )
                },
                moreDamage: rest > 0 ? rest : nil, action: links.health,
                search: HealthContent.Search(action: action, subject: subject),
                events: events.prefix(Self.eventLimit).map { Self.event($0, now: now) }, hasEvents: !events.isEmpty,
                isSearch: !action.isEmpty || !subject.isEmpty,
                older: events.count > Self.eventLimit ? address(events[Self.eventLimit].number) : nil,
                newest: from == nil ? nil : address(nil)))
    }

    private static func figures(_ health: StoreHealth, now: Int64) -> [HealthContent.Figure] {
        let (counters, plan) = (health.store.counters, health.collection)
        func figure(_ label: String, _ value: String, _ note: String? = nil) -> HealthContent.Figure {
            HealthContent.Figure(label: label, value: value, note: note)
        }
        let due = plan.nextDue.map { ", the first \(PageFormats.distance($0, now: now))" } ?? ""
        return [
            figure(
                "Stored", PageFormats.size(counters.blobBytes),
                "\(PageFormats.count(Int(counters.blobs), "blob", "blobs")) for "
                    + PageFormats.count(Int(counters.references), "file", "files")),
            figure(
                "Saved by sharing", PageFormats.size(counters.savedBytes), "bytes that several files have in common"),
            figure(
                "Reclaimable now", PageFormats.size(plan.freed.bytes),
                plan.isHeld
                    ? "once the backup that runs is done"
                    : PageFormats.count(Int(plan.freed.count), "object", "objects")),
            figure(
                "Reclaimable later", PageFormats.size(plan.waiting.bytes),
                PageFormats.count(Int(plan.waiting.count), "blob", "blobs") + due),
            figure(
                "Index", PageFormats.size(Int64(health.store.index.usedBytes)),
                "of \(PageFormats.size(Int64(health.store.index.capacityBytes))) that it may grow to"),
            figure(
                "Free on the disk", PageFormats.size(health.store.freeBytes),
                "of \(PageFormats.size(health.store.totalBytes))"),
        ]
    }

    private static func verification(_ state: VerificationState, now: Int64) -> [HealthContent.Figure] {
        func distance(_ seconds: Int64?) -> String {
            seconds.map { PageFormats.distance($0 * 1000, now: now) } ?? "never"
        }
        return [
            HealthContent.Figure(
                label: "Verified", value: PageFormats.count(Int(state.verified.count), "blob", "blobs"),
                note: PageFormats.size(state.verified.bytes)),
            HealthContent.Figure(
                label: "Not verified yet", value: PageFormats.count(Int(state.unverified.count), "blob", "blobs"),
                note: "\(PageFormats.size(state.unverified.bytes)), hashed when they came in"),
            HealthContent.Figure(
                label: "Newest verification", value: distance(state.newest),
                note: state.newest.map { PageFormats.moment($0 * 1000) }),
            HealthContent.Figure(
                label: "Oldest verification", value: distance(state.oldest),
                note: state.oldest.map { "\(PageFormats.moment($0 * 1000)), and none since" }),
        ]
    }

    /// What the last runs of `regadmin verify` said.
    private static func runs(_ health: StoreHealth, now: Int64) -> [HealthContent.Run] {
        VerificationSubject.allCases.map { subject in
            let event = health.lastVerifications[subject]
            return HealthContent.Run(
                command: "regadmin verify \(subject.rawValue)", time: event.map { PageMoment($0.time, now: now) },
                result: event?.detail)
        }
    }

    private static func event(_ event: AuditEvent, now: Int64) -> HealthContent.Event {
        let actor = event.actor
        return HealthContent.Event(
            time: PageMoment(event.time, now: now), action: event.action.rawValue, subject: event.subject,
            detail: event.detail.isEmpty ? nil : event.detail, actor: actor.name.isEmpty ? "nobody" : actor.name,
            via: actor.via.rawValue + (actor.address.map { " from \($0)" } ?? ""))
    }
}
