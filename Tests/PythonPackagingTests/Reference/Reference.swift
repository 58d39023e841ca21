import Foundation
import PythonPackaging
import TestSupport

/// Questions for Python's `packaging` library and its answers, in the same order. Asked once for all suites, in one
/// Python process.
struct Reference {
    struct Questions: Encodable {
        var versions: [String] = []
        /// Specifier set and version.
        var containments: [[String]] = []
        var filenames: [String] = []
        var requirements: [String] = []
        var names: [String] = []
        /// In base64.
        var metadata: [Data] = []
    }

    struct Answers: Decodable {
        struct Version: Decodable {
            let canonical: String
            /// Equal versions have one rank; later versions have larger ones.
            let rank: Int
            let pre: Bool
            let post: Bool
            let dev: Bool
            let local: String?
        }
        struct Containment: Decodable {
            let canonical: String
            let contains: Bool
            let containsFinal: Bool
        }
        struct Filename: Decodable {
            let name: String
            let version: String
            let build: [String]
            let tags: [String]
        }
        struct Requirement: Decodable {
            let name: String
            let extras: [String]
            let specifiers: String
            let url: String?
            let marker: String?
        }
        struct Metadata: Decodable {
            let fields: [String: [String]]
            let unread: [String: [String]]
            let unknown: [String]
            let keywords: [String]
            let urls: [[String]]
            let description: String?
        }

        let versions: [Version?]
        let containments: [Containment?]
        let filenames: [Filename?]
        let requirements: [Requirement?]
        let names: [String?]
        let metadata: [Metadata]
    }

    let questions: Questions
    let answers: Answers

    /// The library changed the meaning of some specifiers over the years, and the tests name what it takes and refuses:
    /// so the comparison is with these releases.
    private static let python = Result {
        try ReferencePython(with: ReferencePython.Library("packaging", "26.2", "26.3"))
    }

    /// One per run of the tests; a failure is the same for every suite.
    static let shared = Result { try Reference() }

    private init() throws {
        var generator = PackagingTextGenerator(seed: 0x1A2B)
        var questions = Questions()
        questions.versions = (0..<20_000).map { _ in generator.version() }
        questions.containments = (0..<6_000).map { _ in generator.containment() }
        questions.filenames = (0..<3_000).flatMap { _ in [generator.wheelFilename(), generator.sdistFilename()] }
        questions.requirements = (0..<6_000).map { _ in generator.requirement() }
        questions.names = (0..<5_000).map { _ in generator.anyName() }
        var metadata = MetadataGenerator(seed: 0x3C4D)
        questions.metadata = (0..<1_000).map { _ in Data(metadata.document()) }
        self.questions = questions
        answers = try Self.ask(questions)
    }

    /// What the library answers; also used for the differences that are wanted.
    static func ask(_ questions: Questions) throws -> Answers {
        let python = try python.get()
        return try withTemporaryDirectory { directory in
            let folder = URL(fileURLWithPath: String(describing: directory), isDirectory: true)
            let script = folder.appending(path: "reference.py")
            let input = folder.appending(path: "questions.json")
            let output = folder.appending(path: "answers.json")
            try Data(referenceScript.utf8).write(to: script)
            try JSONEncoder().encode(questions).write(to: input)
            try python.run([script.path, input.path, output.path])
            return try JSONDecoder().decode(Answers.self, from: Data(contentsOf: output))
        }
    }
}
