internal import RegistryCore

/// A registry.
struct RegistryEvent: OutputEvent {
    static let event = "registry"
    let path: String
    let id: String
    let uuid: String
    let number: UInt64
    let name: String
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

    init(_ info: RegistryInfo, hasCounts: Bool) {
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
        columns.append(["Visibility", visibility])
        columns.append(["Inspection", "\(inspect), \(profile)"])
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
