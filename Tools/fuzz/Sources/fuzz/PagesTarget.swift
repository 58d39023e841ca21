import PythonPackaging
import SimpleIndex

/// Other indexes' pages: whatever they say, what is read of them must be what it promises, and be read from our own page
/// of it as the same.
enum PagesTarget: FuzzTarget {
    static let name = "pages"
    static let summary = "other indexes' pages: what is read is well formed, and the same on our page of it"

    /// The kind of page, and the page.
    static var seeds: [[UInt8]] {
        let sha = String(repeating: "0a", count: 32)
        let json = #"""
            {"meta":{"api-version":"1.4","_last-serial":3},"name":"Kite","project-status":{"status":"archived","reason":"r"},
            "versions":["1.0"],"files":[{"filename":"kite-1.0-py3-none-any.whl","url":"../files/kite-1.0-py3-none-any.whl",
            "hashes":{"sha256":"\#(sha)","md5":"00000000000000000000000000000000"},"requires-python":">=3.9","size":3,
            "upload-time":"2024-02-29T23:59:60.123456Z","yanked":"why","core-metadata":{"sha256":"\#(sha)"},
            "provenance":"https://index.test/p"},{"filename":"kite-1.0.tar.gz","url":"https://a.test/kite-1.0.tar.gz#sha256=\#(sha)",
            "hashes":{},"yanked":true,"dist-info-metadata":false}]}
            """#
        let html = """
            <!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.3"><base href="/x/">
            <meta name="pypi:project-status" content="deprecated"></head><body>
            <a href="kite-1.0.tar.gz#md5=00000000000000000000000000000000&amp;sha256=\(sha)" data-requires-python="&gt;=3.9"
            data-yanked="" data-core-metadata="sha256=\(sha)" data-provenance='https://index.test/p'>kite-1.0.tar.gz</a><br/>
            <A HREF=//b.test/kite-1%2e1.zip data-yanked>x</A><a href="kite-2.0-py3-none-any.whl" data-dist-info-metadata=true>
            </a><table><tr><td><a href="http://[::1]:8080/kite-3.tar.gz?q#">&copy;</a></body></html>
            """
        return [[0] + Array(json.utf8), [1] + Array(html.utf8), [2] + Array(html.utf8)]
    }

    private static let types = [
        "application/vnd.pypi.simple.v1+json", "text/html; charset=utf-8", "application/vnd.pypi.simple.v1+html",
    ]
    private static let address = "https://index.test/simple/kite/"
    private static let limits = {
        var limits = PageLimits()
        limits.files = 50
        limits.depth = 30
        limits.textBytes = 300
        return limits
    }()

    static func run(_ input: [UInt8]) {
        guard let first = input.first, let kite = ProjectName("kite") else { return }
        let type = types[Int(first) % types.count]
        guard
            let page = try? OfferedProject(
                reading: Array(input[1...]), contentType: type, of: kite, at: address, limits: limits)
        else { return }
        demand(page.files.count <= limits.files, "\(page.files.count) files")
        demand(Set(page.files.map(\.filename)).count == page.files.count, "two files of one name")
        for file in page.files { check(file, of: kite) }
        // Our page of it says the same.
        var files: [SimpleFile] = []
        for file in page.files {
            var listed = SimpleFile(
                filename: file.filename, version: file.version, url: file.url, sha256: file.sha256,
                requiresPython: file.requiresPython, size: file.size, uploadTime: file.uploadTime, yanked: file.yanked)
            if case .sha256(let hex) = file.coreMetadata { listed.coreMetadataSHA256 = hex }
            listed.provenanceURL = file.provenanceURL
            files.append(listed)
        }
        let ours = SimpleProjectPage(
            name: "kite", displayName: "kite", status: page.status, statusReason: page.statusReason, files: files)
        let again: OfferedProject
        do {
            var wide = limits
            wide.bytes = .max
            again = try OfferedProject(
                reading: ours.rendered(as: .json), contentType: types[0], of: kite, at: address, limits: wide)
        } catch {
            fatalError("our page of it cannot be read: \(error)")
        }
        let isWhole = again.skipped == 0 && again.files.count == page.files.count
        demand(isWhole, "\(again.skipped) files are not on our page")
        demand(again.status == page.status && again.statusReason == page.statusReason, "another status")
        // Our page has an order of its own.
        let found = Dictionary(uniqueKeysWithValues: again.files.map { ($0.filename, $0) })
        for file in page.files {
            var before = file
            let after = found[file.filename]
            before.hashes = before.sha256.map { ["sha256": $0] } ?? [:]
            if before.coreMetadata == .unhashed { before.coreMetadata = .none }
            demand(after == before, "\(before) became \(String(describing: after))")
        }
    }

    private static func check(_ file: OfferedFile, of kite: ProjectName) {
        let parsed = try? DistributionFilename(file.filename, knownProject: kite)
        let isOfKite = parsed?.project == kite && parsed?.version.canonical == file.version
        demand(isOfKite, "\(file.filename) is no file of it")
        for url in [file.url] + (file.provenanceURL.map { [$0] } ?? []) {
            demand(["http://", "https://"].contains { url.lowercased().hasPrefix($0) }, url)
            demand(url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x23 } && url.utf8.count <= 300, url)
        }
        for hex in Array(file.hashes.values) {
            demand(hex.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }, hex)
        }
        demand(file.sha256.map { $0.utf8.count == 64 } ?? true, "a SHA-256 of another length")
        demand((file.size ?? 0) >= 0, "a negative size")
        demand((file.requiresPython?.utf8.count ?? 0) <= 300 && (file.yanked?.utf8.count ?? 0) <= 300, "a long text")
    }
}
