internal import PythonPackaging

/// Reads pages in HTML (PEP 503): anchors, the tags of `meta`, and the first `base`.
struct HTMLPageReader {
    private let project: ProjectName
    private let limits: PageLimits
    private var base: PageURL
    private var hasBase = false
    private var result = OfferedProject()
    private var seen: Set<String> = []

    static func read(
        _ bytes: [UInt8], of project: ProjectName, at url: PageURL, limits: PageLimits
    ) throws(PageReadingError) -> OfferedProject {
        var reader = HTMLPageReader(project: project, limits: limits, base: url)
        try HTMLTags.scan(bytes, depthLimit: limits.depth) { (name, attributes) throws(PageReadingError) in
            try reader.take(name, attributes)
        }
        return reader.result
    }

    private init(project: ProjectName, limits: PageLimits, base: PageURL) {
        self.project = project
        self.limits = limits
        self.base = base
    }

    private mutating func take(_ name: String, _ attributes: [String: String]) throws(PageReadingError) {
        switch name {
        case "a":
            guard let href = attributes["href"] else { return }
            try result.add(Self.file(at: href, attributes), of: project, at: base, limits, &seen)
        case "base":
            guard !hasBase, let href = attributes["href"] else { return }
            hasBase = true
            guard let found = base.resolve(href, limitBytes: limits.textBytes) else {
                throw .malformed("its base is no address")
            }
            base = found
        case "meta":
            guard let content = attributes["content"] else { return }
            switch attributes["name"]?.lowercased() {
            case "pypi:repository-version": try OfferedProject.checkVersion(content)
            case "pypi:project-status": result.status = SimpleProjectStatus(rawValue: content.trimmingBlanks) ?? .active
            case "pypi:project-status-reason":
                result.statusReason = content.utf8.count <= limits.textBytes && !content.isEmpty ? content : nil
            default: break
            }
        default: break
        }
    }

    private static func file(at href: String, _ attributes: [String: String]) -> RawFile {
        var file = RawFile(url: href)
        file.requiresPython = attributes["data-requires-python"]
        file.yanked = attributes["data-yanked"]
        file.provenance = attributes["data-provenance"]
        if let metadata = attributes["data-core-metadata"] ?? attributes["data-dist-info-metadata"] {
            if let equals = metadata.firstIndex(of: "=") {
                file.hasCoreMetadata = true
                file.coreMetadataHashes = [
                    String(metadata[..<equals]): String(metadata[metadata.index(after: equals)...])
                ]
            } else {
                file.hasCoreMetadata = metadata.lowercased() == "true"
            }
        }
        return file
    }
}
