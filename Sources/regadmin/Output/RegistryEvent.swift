internal import RegistryCore

/// A registry.
struct RegistryEvent: OutputEvent {
    static let event = "registry"
    let path: String
    let id: String
    let uuid: String
    let number: UInt64
    let name: String
    let kind: String
    /// Of a composite registry, in order.
    let members: [String]
    /// Names and beginnings of names; nil in lists.
    let reservations: [String]?
    let upstream: UpstreamFacts?
    let description: String
    let emoji: String?
    let color: String?
    let visibility: String
    let inspect: String
    let profile: String
    let reservesFilenames: Bool
    let created: String
    let serial: UInt64
    /// Nil in lists: counting looks at each file.
    let projects: Int?
    let releases: Int?
    let files: Int?
    let bytes: Int64?

    /// The index that an upstream registry stands for; whether it is shown a user, and not whom.
    struct UpstreamFacts: Encodable {
        let url: String
        let official: Bool
        let hasCredentials: Bool
        let cooldownSeconds: Int64
        let cooldownExceptions: [String]
        let cacheLimitBytes: Int64?
        let freshSeconds: Int64
        let staleSeconds: Int64
        let allowsUnhashed: Bool

        init(_ settings: UpstreamSettings) {
            url = settings.url
            official = settings.isOfficial
            hasCredentials = settings.credentials != nil
            cooldownSeconds = settings.cooldownSeconds
            cooldownExceptions = settings.cooldownExceptions
            cacheLimitBytes = settings.cacheLimitBytes
            freshSeconds = settings.freshSeconds
            staleSeconds = settings.staleSeconds
            allowsUnhashed = settings.allowsUnhashed
        }

        var rows: [[String]] {
            var rows = [["Index", SafeText.escaping(url) + (official ? ", official" : "")]]
            if hasCredentials { rows.append(["Credentials", "hidden"]) }
            if cooldownSeconds > 0 {
                let exceptions =
                    cooldownExceptions.isEmpty ? "" : ", but for \(cooldownExceptions.joined(separator: " "))"
                rows.append(["Cooldown", TimeSpan.words(cooldownSeconds) + exceptions])
            }
            if let cacheLimitBytes { rows.append(["Cache", "up to \(ByteCount.text(cacheLimitBytes))"]) }
            if allowsUnhashed { rows.append(["Digests", "files without one are fetched, too"]) }
            rows.append([
                "Pages", "fresh for \(TimeSpan.words(freshSeconds)), usable for \(TimeSpan.words(staleSeconds))",
            ])
            return rows
        }
    }

    /// - Parameter reservations: nil in lists.
    init(_ info: RegistryInfo, _ reservations: [NameReservation]? = nil, hasCounts: Bool) {
        kind = info.kind.rawValue
        members = info.members.map { "\($0.path)" }
        self.reservations = reservations?.map(\.description)
        upstream = info.upstream.map(UpstreamFacts.init)
        path = "\(info.path)"
        id = info.id
        uuid = info.uuid
        number = info.number
        name = info.name
        description = info.description
        emoji = info.emoji
        color = info.color
        visibility = info.visibility.rawValue
        inspect = info.policy.mode.rawValue
        profile = info.policy.profile.rawValue
        reservesFilenames = info.reservesFilenames
        created = Timestamp.text(info.created)
        serial = info.serial
        projects = hasCounts ? info.counts.projects : nil
        releases = hasCounts ? info.counts.releases : nil
        files = hasCounts ? info.counts.files : nil
        bytes = hasCounts ? info.counts.bytes : nil
    }

    var text: String? {
        var columns = Columns([.left, .left])
        columns.append(["Registry", path])
        columns.append(["Name", SafeText.escaping(name)])
        if !description.isEmpty { columns.append(["Description", SafeText.escaping(description)]) }
        columns.append(["Kind", kind])
        if kind == RegistryKind.composite.rawValue {
            columns.append(["Members", members.isEmpty ? "none" : members.joined(separator: ", ")])
        }
        for row in upstream?.rows ?? [] { columns.append(row) }
        columns.append(["Visibility", visibility])
        if kind != RegistryKind.composite.rawValue { columns.append(["Inspection", "\(inspect), \(profile)"]) }
        if let reservations, !reservations.isEmpty {
            let shown = reservations.prefix(20).joined(separator: " ")
            columns.append([
                "Reserved", reservations.count > 20 ? "\(shown) and \(reservations.count - 20) more" : shown,
            ])
        }
        if reservesFilenames { columns.append(["Filenames", "of deleted files cannot come back"]) }
        columns.append(["Created", created])
        columns.append(["ID", id])
        // GitLab's clients know the registry by it.
        columns.append(["Number", "\(number)"])
        if let projects, let releases, let files, let bytes {
            columns.append(["Projects", "\(projects) (\(releases) releases)"])
            columns.append(["Files", "\(files)"])
            columns.append(["Size", "\(ByteCount.exact(bytes)) bytes (\(ByteCount.text(bytes)))"])
        }
        return columns.lines.joined(separator: "\n")
    }
}
