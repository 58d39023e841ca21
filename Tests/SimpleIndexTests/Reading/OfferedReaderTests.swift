import Foundation
import PythonPackaging
import SimpleIndex
import TestSupport
import Testing

extension ReaderTests {
    @Test("pages as the reader of other indexes' pages does", arguments: [11, 12] as [UInt64])
    func asOurs(seed: UInt64) throws {
        var generator = PageGenerator(seed: seed)
        let pages = (0..<60).map { _ in
            let page = generator.page(style: .standard)
            // The reader takes what is the project's, and nothing else.
            let files = page.files.enumerated().map { number, file in
                var file = file
                let ending = [".tar.gz", "-py3-none-any.whl", "-1-cp39-abi3-any.whl"][number % 3]
                file.filename = "lark-\(number).\(file.version.split(separator: "!").last ?? "0")\(ending)"
                file.url = "../../files/\(number)/" + PathSegment.encoded(file.filename)
                return file
            }
            return SimpleProjectPage(
                name: "lark", displayName: "Lark", status: page.status, statusReason: page.statusReason, files: files)
        }
        let answers = try ask(pages)
        try #require(answers.pages.count == pages.count)
        let lark = try #require(ProjectName("lark"))
        for (page, answer) in zip(pages, answers.pages) {
            for (reader, form) in [("pypi-simple, JSON", SimpleRepresentation.json), ("pypi-simple, HTML", .html)] {
                let ours = try OfferedProject(
                    reading: page.rendered(as: form), contentType: form.contentType, of: lark, at: Self.url)
                let theirs = try #require(answer.files[reader])
                let comment = Comment(rawValue: "\(reader)")
                #expect(ours.status.rawValue == answer.status, comment)
                #expect(ours.files.count + ours.skipped == theirs.count, comment)
                var known: [String: Answers.File] = [:]
                for file in theirs where known[file.filename] == nil { known[file.filename] = file }
                for file in ours.files {
                    let their = try #require(known[file.filename], comment)
                    #expect(file.url.removingPercentEncoding == their.url && file.sha256 == their.sha256, comment)
                    #expect(file.size == their.size && file.uploadTime == their.uploaded, comment)
                    // A reason that is longer than we keep is none.
                    #expect(file.yanked == their.yanked.map { $0.utf8.count > 8192 ? "" : $0 }, comment)
                    #expect(file.provenanceURL == their.provenance, comment)
                    let blank = CharacterSet(charactersIn: " \t\n\r\u{B}\u{C}")
                    let requirement = their.requiresPython?.trimmingCharacters(in: blank)
                    #expect(file.requiresPython == (requirement?.isEmpty == true ? nil : requirement), comment)
                    let metadata = their.metadata.map { OfferedFile.CoreMetadata.sha256($0) }
                    #expect(file.coreMetadata == (metadata ?? .none), comment)
                }
            }
        }
    }
}
