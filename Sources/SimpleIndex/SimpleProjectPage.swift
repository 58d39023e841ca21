internal import PythonPackaging

/// The page of one project in the simple repository API: its files and where they are (PEP 503, 691, 700, 714, 792).
///
/// A value; it is rendered in time linear in its files, but for their ordering.
public struct SimpleProjectPage: Sendable, Equatable {
    /// The project by PEP 503: what the page is called in JSON.
    public let name: String
    /// The project as it spells itself: what the page is called in HTML.
    public let displayName: String
    /// What is said of the project.
    public let status: SimpleProjectStatus
    /// Why it is so, for people; nil or empty without a reason.
    public let statusReason: String?
    /// What is offered, in the order of the page. Nothing where the project is quarantined.
    public let files: [SimpleFile]
    /// Every version that a listed file has, each once, in the order of PEP 440; texts that are no versions left out.
    public let versions: [String]
    /// How it looks.
    public let style: SimpleStyle

    /// - Parameters:
    ///   - name: the normalized name, which the caller has checked.
    ///   - files: in any order.
    public init(
        name: String, displayName: String, status: SimpleProjectStatus = .active, statusReason: String? = nil,
        files: [SimpleFile], style: SimpleStyle = .standard
    ) {
        self.name = name
        self.displayName = displayName
        self.status = status
        self.statusReason = statusReason?.isEmpty == true ? nil : statusReason
        self.style = style
        let files = status == .quarantined ? [] : files
        let ranking = VersionRanking(of: files)
        versions = ranking.versions
        self.files = ranking.sorted(files, by: style.order)
    }

    /// The page in JSON or HTML, in UTF-8.
    public func rendered(as representation: SimpleRepresentation) -> [UInt8] {
        switch representation {
        case .json: json()
        case .html, .plainHTML: html()
        }
    }

    /// Bytes the files' own texts take; the rest of a page is a constant for each file.
    var textLength: Int {
        files.reduce(0) { sum, file in
            sum + 2 * file.filename.utf8.count + file.url.utf8.count + 4 * (file.requiresPython?.utf8.count ?? 0)
                + (file.yanked?.utf8.count ?? 0) + (file.provenanceURL?.utf8.count ?? 0)
        }
    }
}

/// The versions of a page's files, each looked at once however many files it has.
private struct VersionRanking {
    /// Distinct by PEP 440, in its order.
    let versions: [String]
    /// Where the files of each text stand.
    private let ranks: [String: Int]

    init(of files: [SimpleFile]) {
        let texts = Set(files.map(\.version))
        var known: [(version: PackageVersion, text: String)] = []
        var others: [String] = []
        for text in texts {
            if let version = PackageVersion(text) { known.append((version, text)) } else { others.append(text) }
        }
        known.sort { $0.version == $1.version ? $0.text < $1.text : $0.version < $1.version }
        others.sort()
        var distinct: [PackageVersion] = []
        for (version, _) in known where distinct.last != version { distinct.append(version) }
        versions = distinct.map(\.canonical)
        let ordered = known.map(\.text) + others
        ranks = Dictionary(uniqueKeysWithValues: zip(ordered, 0...))
    }

    func sorted(_ files: [SimpleFile], by order: SimpleStyle.Order) -> [SimpleFile] {
        switch order {
        case .version:
            let ranked = files.enumerated().map { (rank: ranks[$1.version] ?? 0, index: $0) }
            return ranked.sorted { left, right in
                left.rank == right.rank
                    ? files[left.index].filename < files[right.index].filename : left.rank < right.rank
            }.map { files[$0.index] }
        case .versionText:
            return files.sorted { left, right in
                left.version == right.version
                    ? left.filename < right.filename
                    : left.version.utf8.lexicographicallyPrecedes(right.version.utf8)
            }
        }
    }
}
