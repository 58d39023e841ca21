internal import RegistryCore
public import SimpleIndex

/// A project as an upstream registry shows it now: what its index says, less what is blocked.
public final class UpstreamProject: Sendable {
    /// The normalized name.
    public let name: String
    /// What is said of the project (PEP 792).
    public let status: SimpleProjectStatus
    /// Why.
    public let statusReason: String?
    /// In the order of the index's page, blocked ones included.
    public let files: [UpstreamFile]
    /// Grows with every change of what is shown, within this process: what a rendered page is good for.
    public let serial: UInt64
    /// When the first blocked file will be shown, in milliseconds since 1970; nil where that is not to be expected.
    let nextRelease: Int64?
    /// What it was made by.
    let settings: UpstreamSettings
    /// Memory it takes, about.
    let cost: Int
    private let positions: [String: Int]

    init(
        _ name: String, _ offered: OfferedProject, _ settings: UpstreamSettings, now: Int64, serial: UInt64
    ) {
        self.name = name
        status = offered.status
        statusReason = offered.statusReason
        self.settings = settings
        self.serial = serial
        // A quarantined project offers none.
        let offeredFiles = offered.status == .quarantined ? [] : offered.files
        var next: Int64?
        var cost = 1024
        files = offeredFiles.map { file in
            let verdict = settings.cooldown(of: name, uploadTime: file.uploadTime, now: now)
            if case .until(let moment) = verdict { next = min(next ?? .max, moment) }
            cost += 400 + 2 * file.url.utf8.count + (file.requiresPython?.utf8.count ?? 0)
            return UpstreamFile(file, cooldown: verdict, allowsUnhashed: settings.allowsUnhashed)
        }
        nextRelease = next
        self.cost = cost
        positions = Dictionary(uniqueKeysWithValues: zip(files.map(\.offered.filename), 0...))
    }

    /// The same page, looked at again: by other settings, or later.
    func updated(_ settings: UpstreamSettings, now: Int64, serial: UInt64) -> UpstreamProject {
        var offered = OfferedProject()
        offered.status = status
        offered.statusReason = statusReason
        offered.files = files.map(\.offered)
        return UpstreamProject(name, offered, settings, now: now, serial: serial)
    }

    /// The file of a name, blocked or not.
    public func file(_ filename: String) -> UpstreamFile? { positions[filename].map { files[$0] } }

    /// Those that may be shown.
    public var offeredFiles: [UpstreamFile] { files.filter(\.isOffered) }
}

/// What an upstream registry answers for a project.
public struct UpstreamView: Sendable {
    /// Nil: the index has no such project.
    public let project: UpstreamProject?
    /// Why this is what the index said a while ago, and not what it says now; nil where it is fresh.
    public let staleBecause: UpstreamError?
    /// Seconds since the index said so.
    public let ageSeconds: Int64
    /// For how many of those it was to be believed without asking again.
    public let freshSeconds: Int64
}
