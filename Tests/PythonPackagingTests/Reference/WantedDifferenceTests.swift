import Foundation
import PythonPackaging
import Testing

/// The differences one by one, each shown from both sides, so that a new release of the library that takes our view,
/// or a change here that takes theirs, is noticed.
@Suite("This module differs from Python's packaging library on purpose")
struct WantedDifferenceTests {
    @Test("versions: white space that PEP 440's own expression does not mean is not dropped")
    func versions() throws {
        // Python's idea of white space: a no-break space, a separator control, a line end of another time.
        let texts = ["\u{A0}1.0", "1.0\u{1C}", "1.0\u{85}"]
        var questions = Reference.Questions()
        questions.versions = texts
        #expect(try Reference.ask(questions).versions.allSatisfy { $0?.canonical == "1.0" })
        #expect(texts.allSatisfy { PackageVersion($0) == nil })
    }

    @Test("specifiers: `===` needs a text, without one it can only be a slip")
    func specifiers() throws {
        var questions = Reference.Questions()
        questions.containments = [["===", "1.0"]]
        #expect(try Reference.ask(questions).containments[0] != nil)
        #expect(SpecifierSet("===") == nil)
    }

    @Test("filenames: only printable ASCII, project names and plausible tags; more suffixes, hyphens in versions")
    func filenames() throws {
        let refused = [
            "größe-1.0-py3-none-any.whl", "a-1.0-py3-none-a b.whl", "_a-1.0-py3-none-any.whl",
            "a-1.0-py3-none-x/any.whl", "a-1.0-1\n-py3-none-any.whl", " a-1.0.tar.gz", "a_-1.0.zip",
            "a-1.0-1<b>-py3-none-any.whl", String(repeating: "a", count: 250) + "-1.0.tar.gz",
        ]
        // Old sdists are installed today, under names the library's function has no room for.
        let taken = ["a-1.0.tar.bz2", "a-1.0.tgz", "a-1.0-beta.tar.gz"]
        var questions = Reference.Questions()
        questions.filenames = refused + taken
        let answers = try Reference.ask(questions).filenames
        #expect(answers.prefix(refused.count).allSatisfy { $0 != nil })
        #expect(answers.dropFirst(refused.count).allSatisfy { $0 == nil })
        for text in refused { #expect(throws: FilenameError.self) { try DistributionFilename(text) } }
        for text in taken { #expect(try DistributionFilename(text).project.normalized == "a") }
    }

    @Test("filenames: name-1.0-1 is version 1.0.post1 of name, not version 1 of name-1.0")
    func sdistVersions() throws {
        var questions = Reference.Questions()
        questions.filenames = ["name-1.0-1.tar.gz"]
        #expect(try Reference.ask(questions).filenames[0]?.name == "name-1-0")
        let ours = try DistributionFilename("name-1.0-1.tar.gz")
        #expect(ours.project.normalized == "name")
        #expect(ours.version.canonical == "1.0.post1")
    }

    @Test("requirements: PEP 508's names, one line, and backslashes that stand for themselves")
    func requirements() throws {
        let refused = ["nest_", "nest[a_]", "nest>=\n1.0"]
        let escaped = #"nest; os_name == "a\x41""#
        var questions = Reference.Questions()
        questions.requirements = refused + [escaped]
        let answers = try Reference.ask(questions).requirements
        #expect(answers.allSatisfy { $0 != nil })
        #expect(answers.last??.marker == "<$os_name == =aA>")
        for text in refused { #expect(throws: RequirementError.self) { try Requirement(text) } }
        #expect(
            try Requirement(escaped).marker?.expression
                == .comparison(.variable("os_name"), .version(.equal), .literal(#"a\x41"#)))
    }

    @Test("metadata: the headers of mail mean nothing, and a header before the body does not hide it")
    func metadata() throws {
        let head = "Metadata-Version: 2.1\nName: a\nVersion: 1\n"
        let encoded = head + "Content-Transfer-Encoding: base64\n\naGVsbG8=\n"
        let mailbox = head + "From the start\n\nbody"
        let twice = head + "Description: header\n\nbody"
        var questions = Reference.Questions()
        questions.metadata = [Data(encoded.utf8), Data(mailbox.utf8), Data(twice.utf8)]
        let answers = try Reference.ask(questions).metadata
        #expect(answers.map(\.description) == ["hello", "From the start\nbody", nil])
        let ours = try [encoded, mailbox, twice].map { try CoreMetadata(parsing: Array($0.utf8)).description }
        #expect(ours == ["aGVsbG8=\n", "body", "body"])
    }
}
