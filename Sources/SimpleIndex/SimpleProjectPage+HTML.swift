extension SimpleProjectPage {
    /// Bytes that a file takes besides its texts, at most: the tag, attribute names, a digest three times.
    private static let htmlBytesPerFile = 360

    /// The HTML of PEP 503, with one anchor a line.
    func html() -> [UInt8] {
        var page = PageBytes(capacity: 1024 + textLength + Self.htmlBytesPerFile * files.count)
        page.beginHTML()
        if status != .active {
            page.literal("<meta name=\"pypi:project-status\" content=\"\(status.rawValue)\">\n")
        }
        if let statusReason {
            page.literal("<meta name=\"pypi:project-status-reason\" content=\"")
            page.html(statusReason)
            page.literal("\">\n")
        }
        page.literal("<title>Links for ")
        page.html(displayName)
        page.literal("</title>\n</head>\n<body>\n<h1>Links for ")
        page.html(displayName)
        page.literal("</h1>\n")
        for file in files { appendAnchor(of: file, to: &page) }
        page.literal("</body>\n</html>\n")
        return page.bytes
    }

    private func appendAnchor(of file: SimpleFile, to page: inout PageBytes) {
        page.literal("<a href=\"")
        page.html(file.url)
        if let sha256 = file.sha256 {
            page.literal("#sha256=")
            page.html(sha256)
        }
        if style.attributes.contains(.requiresPython), let requiresPython = file.requiresPython, !requiresPython.isEmpty
        {
            page.literal("\" data-requires-python=\"")
            page.html(requiresPython)
        }
        if style.attributes.contains(.yanked), let reason = file.yanked {
            page.literal("\" data-yanked=\"")
            page.html(reason)
        }
        if style.attributes.contains(.coreMetadata), let digest = file.coreMetadataSHA256 {
            page.literal("\" data-core-metadata=\"sha256=")
            page.html(digest)
            // Its name before PEP 714; harmful in JSON, needed by older readers of HTML.
            page.literal("\" data-dist-info-metadata=\"sha256=")
            page.html(digest)
        }
        if style.attributes.contains(.provenance), let provenance = file.provenanceURL {
            page.literal("\" data-provenance=\"")
            page.html(provenance)
        }
        page.literal("\">")
        page.html(file.filename)
        page.literal("</a><br>\n")
    }
}

extension PageBytes {
    /// What every page begins with, up to the inside of its head.
    mutating func beginHTML() {
        literal("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        literal(
            "<meta name=\"pypi:repository-version\" content=\"\(SimpleRepresentation.apiVersion)\">\n")
    }
}
