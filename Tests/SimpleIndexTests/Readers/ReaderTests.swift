import Foundation
import SimpleIndex
import SystemPackage
import TestSupport
import Testing

@Suite("Real readers understand")
struct ReaderTests {
    struct Question: Encodable {
        let name: String
        let url: String
        let json: Data
        let html: Data
    }

    struct Answers: Decodable {
        struct File: Decodable {
            let filename: String
            let url: String
            let sha256: String?
            let requiresPython: String?
            let yanked: String?
            let metadata: String?
            let provenance: String?
            let size: Int64?
            let uploaded: Int64?
        }
        struct Page: Decodable {
            let files: [String: [File]]
            let name: String
            let apiVersions: [String]
            let versions: [String]
            let versionsAreOrdered: Bool
            let status: String
            let reason: String?
            let statusInHTML: String?
            let reasonInHTML: String?
            let texts: [String]
            let tags: [String]
        }
        struct List: Decodable {
            let projects: [String: [String]]
        }
        let pages: [Page]
        let lists: [List]
    }

    static let url = "https://index.test/acme/main/pypi/simple/lark/"

    func ask(_ pages: [SimpleProjectPage], _ lists: [SimpleProjectList] = []) throws -> Answers {
        let python = try ReferencePython(
            with: ReferencePython.Library("packaging", "26.3"), ReferencePython.Library("pip", "25.3"),
            ReferencePython.Library("pypi-simple", "1.8.0"), ReferencePython.Library("mousebender", "2025.1"))
        let questions = [
            "pages": pages.map { page in
                Question(
                    name: page.name, url: Self.url, json: Data(page.rendered(as: .json)),
                    html: Data(page.rendered(as: .html)))
            },
            "lists": lists.map { list in
                Question(
                    name: "", url: Self.url, json: Data(list.rendered(as: .json)),
                    html: Data(list.rendered(as: .html)))
            },
        ]
        return try withTemporaryDirectory { directory in
            let folder = URL(fileURLWithPath: directory.string, isDirectory: true)
            let files = ["reader.py", "pages.json", "answers.json"].map { folder.appending(path: $0) }
            try Data(readerScript.utf8).write(to: files[0])
            try JSONEncoder().encode(questions).write(to: files[1])
            try python.run(files.map(\.path))
            return try JSONDecoder().decode(Answers.self, from: Data(contentsOf: files[2]))
        }
    }

    /// What HTML can say of a text: controls but white space have no spelling in it.
    private func inHTML(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar {
                    case "\t", "\n", "\r": scalar
                    case "\0"..<" ", "\u{7F}"..."\u{9F}": "\u{FFFD}"
                    default: scalar
                    }
                }))
    }

    private func location(_ url: String) -> String? {
        guard let base = URL(string: Self.url), let found = URL(string: url, relativeTo: base) else { return nil }
        return found.absoluteString.removingPercentEncoding
    }

    private func expect(
        _ file: SimpleFile, _ read: Answers.File, _ reader: String, in style: SimpleStyle
    ) {
        let isHTML = reader.hasSuffix("HTML")
        let attributes = isHTML ? style.attributes : .all
        let spoken = { (text: String) in isHTML ? inHTML(text) : text }
        let comment = Comment(rawValue: "\(reader): \(file) as \(read)")
        #expect(read.filename == file.filename, comment)
        #expect(read.url == location(file.url), comment)
        #expect(read.sha256 == file.sha256, comment)
        // mousebender decodes entities of attributes twice.
        let requirement = (file.requiresPython?.isEmpty == true ? nil : file.requiresPython).map(spoken)
        if !(reader == "mousebender, HTML" && requirement?.contains("&") == true) {
            #expect(read.requiresPython == requirement, comment)
        }
        #expect(read.yanked == (attributes.contains(.yanked) ? file.yanked.map(spoken) : nil), comment)
        #expect(read.metadata == (attributes.contains(.coreMetadata) ? file.coreMetadataSHA256 : nil), comment)
        switch reader {
        case "pypi-simple, JSON":
            #expect(read.size == file.size && read.uploaded == file.uploadTime, comment)
            #expect(read.provenance == file.provenanceURL, comment)
        case "mousebender, JSON":
            #expect(read.size == file.size && read.provenance == file.provenanceURL, comment)
        case "pypi-simple, HTML":
            #expect(read.provenance == (attributes.contains(.provenance) ? file.provenanceURL : nil), comment)
        default: break
        }
    }

    @Test("pages of hostile texts, in both forms and every style", arguments: [1, 2] as [UInt64])
    func pages(seed: UInt64) throws {
        var generator = PageGenerator(seed: seed)
        let pages = (0..<60).map { number in
            generator.page(style: [.standard, .gitea, .gitlab][number % 3])
        }
        let answers = try ask(pages)
        try #require(answers.pages.count == pages.count)
        for (page, answer) in zip(pages, answers.pages) {
            #expect(answer.files.count == 6)
            for (reader, files) in answer.files {
                try #require(files.count == page.files.count, "\(reader) of \(page)")
                for (file, read) in zip(page.files, files) { expect(file, read, reader, in: page.style) }
            }
            #expect(answer.name == page.name)
            #expect(answer.apiVersions == ["1.4", "1.4"])
            #expect(answer.versions == page.versions)
            #expect(answer.versionsAreOrdered)
            #expect(answer.status == page.status.rawValue)
            #expect(answer.reason == page.statusReason)
            #expect(answer.statusInHTML == (page.status == .active ? nil : page.status.rawValue))
            #expect(answer.reasonInHTML == page.statusReason.map(inHTML))
            #expect(answer.texts == page.files.map { inHTML($0.filename) })
            #expect(
                Set(answer.tags).isSubset(of: ["html", "head", "meta", "title", "body", "h1", "a", "br"]),
                "\(answer.tags)")
        }
    }

    @Test("lists of projects")
    func lists() throws {
        var generator = PageGenerator(seed: 3)
        let lists = (0..<12).map { _ in generator.list() }
        let answers = try ask([], lists)
        try #require(answers.lists.count == lists.count)
        for (list, answer) in zip(lists, answers.lists) {
            #expect(answer.projects.count == 4)
            for (reader, names) in answer.projects {
                #expect(names == list.projects.map(\.displayName), "\(reader)")
            }
        }
    }

    @Test("one line at a time with regular expressions, as hatch and others do")
    func lines() throws {
        var generator = PageGenerator(seed: 4)
        for _ in 0..<60 {
            let page = generator.page(style: .standard)
            let html = String(decoding: page.rendered(as: .html), as: UTF8.self)
            // Splits at everything that Unicode calls a line end.
            let anchors = html.split(whereSeparator: \.isNewline).filter { $0.contains("<a") }
            #expect(anchors.count == page.files.count)
            for anchor in anchors {
                #expect(anchor.wholeMatch(of: /<a href="[^"<>]*"( data-[a-z-]+="[^"<>]*")*>[^<>]*<\/a><br>/) != nil)
            }
        }
    }
}
