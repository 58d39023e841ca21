internal import FoundationEssentials
internal import PythonPackaging

/// Reads pages in JSON (PEP 691).
struct JSONPageReader {
    let project: ProjectName
    let limits: PageLimits

    func read(_ bytes: [UInt8], at base: PageURL) throws(PageReadingError) -> OfferedProject {
        let page: Page
        do {
            page = try JSONDecoder().decode(Page.self, from: Data(bytes))
        } catch {
            throw .malformed("it is no JSON of a project")
        }
        try OfferedProject.checkVersion(page.version)
        guard let name = ProjectName(page.name), name == project else {
            throw .otherProject(String(page.name.prefix(100)))
        }
        var result = OfferedProject()
        if let status = page.status {
            // What a later version of the API says of a project is not for us to guess.
            result.status = SimpleProjectStatus(rawValue: status) ?? .active
            result.statusReason = page.statusReason.flatMap { $0.utf8.count <= limits.textBytes ? $0 : nil }
        }
        var seen: Set<String> = []
        for file in page.files {
            guard let raw = file.raw else {
                result.skipped += 1
                continue
            }
            try result.add(raw, of: project, at: base, limits, &seen)
        }
        return result
    }

    private struct Page: Decodable {
        struct Meta: Decodable {
            let version: String
            enum CodingKeys: String, CodingKey { case version = "api-version" }
        }

        struct Status: Decodable {
            let status: String?
            let reason: String?
        }

        let version: String
        let name: String
        let files: [LenientFile]
        let status: String?
        let statusReason: String?

        enum CodingKeys: String, CodingKey {
            case meta, name, files
            case status = "project-status"
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            version = try fields.decode(Meta.self, forKey: .meta).version
            name = try fields.decode(String.self, forKey: .name)
            files = try fields.decode([LenientFile].self, forKey: .files)
            let status = try? fields.decodeIfPresent(Status.self, forKey: .status)
            self.status = status?.status
            statusReason = status?.reason
        }
    }

    /// A file, or what stands in the place of one: one that is malformed takes no other with it.
    private struct LenientFile: Decodable {
        let raw: RawFile?

        enum CodingKeys: String, CodingKey {
            case filename, url, hashes, size, yanked, provenance
            case requiresPython = "requires-python"
            case uploadTime = "upload-time"
            case coreMetadata = "core-metadata"
            case distInfoMetadata = "dist-info-metadata"
            case oldMetadata = "data-dist-info-metadata"
        }

        init(from decoder: any Decoder) throws { raw = try? Self.read(decoder) }

        private static func read(_ decoder: any Decoder) throws -> RawFile {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            var raw = RawFile(url: try fields.decode(String.self, forKey: .url))
            raw.filename = try fields.decode(String.self, forKey: .filename)
            raw.hashes = try fields.decodeIfPresent([String: String].self, forKey: .hashes) ?? [:]
            raw.requiresPython = try fields.decodeIfPresent(String.self, forKey: .requiresPython)
            raw.size = try fields.decodeIfPresent(Int64.self, forKey: .size)
            raw.uploadTime = try fields.decodeIfPresent(String.self, forKey: .uploadTime)
            raw.provenance = try fields.decodeIfPresent(String.self, forKey: .provenance)
            switch try fields.decodeIfPresent(FlagOrText.self, forKey: .yanked) {
            case .flag(true): raw.yanked = ""
            case .text(let reason): raw.yanked = reason
            case .flag(false), nil: break
            }
            for key in [CodingKeys.coreMetadata, .distInfoMetadata, .oldMetadata] {
                guard let metadata = try fields.decodeIfPresent(FlagOrHashes.self, forKey: key) else { continue }
                switch metadata {
                case .flag(let flag): raw.hasCoreMetadata = flag
                case .hashes(let hashes):
                    raw.hasCoreMetadata = true
                    raw.coreMetadataHashes = hashes
                }
                break
            }
            return raw
        }
    }

    private enum FlagOrText: Decodable {
        case flag(Bool)
        case text(String)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else {
                self = .text(try value.decode(String.self))
            }
        }
    }

    private enum FlagOrHashes: Decodable {
        case flag(Bool)
        case hashes([String: String])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else {
                self = .hashes(try value.decode([String: String].self))
            }
        }
    }
}
