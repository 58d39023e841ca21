extension SimpleProjectPage {
    /// Bytes that a file takes besides its texts, at most: keys, two digests, size, time.
    private static let jsonBytesPerFile = 340

    /// The JSON of PEP 691. Absent facts are absent keys, never null: readers refuse a whole page for one.
    func json() -> [UInt8] {
        var page = PageBytes(capacity: 512 + textLength + Self.jsonBytesPerFile * files.count + 24 * versions.count)
        page.literal("{\"meta\":{\"api-version\":\"\(SimpleRepresentation.apiVersion)\"},\"name\":")
        page.json(name)
        page.literal(",\"project-status\":{\"status\":\"\(status.rawValue)\"")
        if let statusReason {
            page.literal(",\"reason\":")
            page.json(statusReason)
        }
        page.literal("},\"versions\":[")
        for (place, version) in versions.enumerated() {
            if place > 0 { page.literal(",") }
            page.json(version)
        }
        page.literal("],\"files\":[")
        for (place, file) in files.enumerated() {
            page.literal(place > 0 ? ",\n{\"filename\":" : "\n{\"filename\":")
            appendJSON(of: file, to: &page)
        }
        page.literal("]}\n")
        return page.bytes
    }

    private func appendJSON(of file: SimpleFile, to page: inout PageBytes) {
        page.json(file.filename)
        page.literal(",\"url\":")
        if let sha256 = file.sha256 {
            page.json(style.hasHashesInJSONLinks ? "\(file.url)#sha256=\(sha256)" : file.url)
            page.literal(",\"hashes\":{\"sha256\":")
            page.json(sha256)
            page.literal("}")
        } else {
            page.json(file.url)
            page.literal(",\"hashes\":{}")
        }
        if let requiresPython = file.requiresPython, !requiresPython.isEmpty {
            page.literal(",\"requires-python\":")
            page.json(requiresPython)
        }
        if let size = file.size {
            page.literal(",\"size\":")
            page.literal(String(size))
        }
        if let time = file.uploadTime.flatMap({ UploadTime($0) }) {
            page.literal(",\"upload-time\":\"")
            time.append(to: &page)
            page.literal("\"")
        }
        if let reason = file.yanked {
            page.literal(",\"yanked\":")
            if reason.isEmpty { page.literal("true") } else { page.json(reason) }
        }
        if let digest = file.coreMetadataSHA256 {
            page.literal(",\"core-metadata\":{\"sha256\":")
            page.json(digest)
            page.literal("}")
        }
        if let provenance = file.provenanceURL {
            page.literal(",\"provenance\":")
            page.json(provenance)
        }
        page.literal("}")
    }
}
