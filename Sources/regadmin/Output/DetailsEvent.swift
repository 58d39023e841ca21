internal import ContentStore
internal import PythonPackaging
internal import RegistryCore

/// Everything about a file.
struct DetailsEvent: OutputEvent {
    struct Link: Encodable {
        let label: String
        let url: String
    }

    static let event = "details"
    let file: FileFigures
    let visibility: String
    let registryName: String
    let totalFiles: Int?
    let totalDirectories: Int?
    let dependencyCount: Int
    let dependencies: [String]
    let downloads: Int
    let generation: String
    let verified: String?
    let metadataVersion: String?
    let author: String?
    let maintainer: String?
    let license: String?
    let homePage: String?
    let keywords: [String]
    let classifiers: [String]
    let links: [Link]
    let extras: [String]
    let description: String?
    let installCommand: String

    init(_ details: FileDetails, baseURL: String?, hasDescription: Bool) {
        let metadata = details.metadata
        file = FileFigures(details.file)
        visibility = details.isPublic ? "public" : "private"
        registryName = details.registryName
        totalFiles = details.archiveFiles
        totalDirectories = details.archiveDirectories
        dependencyCount = details.dependencyCount
        dependencies = details.dependencies
        downloads = details.downloads.total
        generation = "\(details.generation)"
        let seconds = details.file.blob.verifiedAt
        verified = seconds == 0 ? nil : Timestamp.text(Int64(seconds) * 1000)
        metadataVersion = metadata.map { "\($0.metadataVersion)" }
        author = Self.person(metadata?.author, metadata?.authorEmail)
        maintainer = Self.person(metadata?.maintainer, metadata?.maintainerEmail)
        license = metadata?.licenseExpression ?? metadata?.license
        homePage = metadata?.homePage
        keywords = metadata?.keywords ?? []
        classifiers = metadata?.classifiers ?? []
        links = (metadata?.projectURLs ?? []).map { Link(label: $0.label, url: $0.url) }
        extras = metadata?.providesExtra ?? []
        description = hasDescription ? metadata?.description : nil
        installCommand = details.installCommand(baseURL: baseURL)
    }

    var text: String? {
        var columns = Columns([.left, .left])
        func add(_ label: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            let lines = value.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                columns.append([index == 0 ? label : "", SafeText.escaping(String(line))])
            }
        }
        func count(_ value: Int?) -> String { value.map(String.init) ?? "unknown: the archive cannot be read" }
        add("Name", file.project)
        add("Version", file.version)
        add("Registry", "\(file.registry) (\(visibility))")
        add("Summary", file.summary)
        add("File", "\(file.filename) (\(file.kind))")
        add("Size", "\(ByteCount.exact(file.bytes)) bytes (\(ByteCount.text(file.bytes)))")
        add("MD5", file.digests.md5)
        add("SHA1", file.digests.sha1)
        add("SHA256", file.digests.sha256)
        add("SHA512", file.digests.sha512)
        add("BLAKE2b-256", file.digests.blake2b256)
        add("Pushed", file.uploaded)
        add("Total files", count(totalFiles))
        add("Total directories", count(totalDirectories))
        add("Dependencies", "\(dependencyCount)")
        add("", dependencies.map { "  \($0)" }.joined(separator: "\n"))
        add("Downloads", "\(downloads)")
        add("Requires Python", file.requiresPython)
        add("License", license.map(Self.beginning))
        add("Author", author)
        add("Maintainer", maintainer)
        add("Home page", homePage)
        add("Links", links.map { "\($0.label): \($0.url)" }.joined(separator: "\n"))
        add("Keywords", keywords.joined(separator: ", "))
        add("Extras", extras.joined(separator: ", "))
        add("Classifiers", classifiers.joined(separator: "\n"))
        add("Metadata version", metadataVersion)
        add("ID", file.id)
        if let yanked = file.yanked { add("Yanked", yanked.isEmpty ? "without a reason" : yanked) }
        add(
            "State",
            file.isDamaged ? "DAMAGED: see 'regadmin verify'" : verified.map { "verified \($0)" } ?? "not verified yet")
        add("Install", installCommand)
        add("Description", description)
        return columns.lines.joined(separator: "\n")
    }

    /// The first line alone: whole licences would bury what comes after them.
    private static func beginning(of text: String) -> String {
        let lines = text.split(separator: "\n")
        guard lines.count > 1 else { return text }
        return "\(lines[0]) (and \(lines.count - 1) more lines: see --json)"
    }

    private static func person(_ name: String?, _ address: String?) -> String? {
        guard let name, let address else { return name ?? address }
        return address.contains(name) ? address : "\(name) <\(address)>"
    }
}
