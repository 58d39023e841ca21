import SimpleIndex
import TestSupport

/// Makes pages whose every text is one that somebody could try to break a reader with.
struct PageGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Texts an uploader chooses.
    private static let reasons = [
        "", "broken", "built with the \"wrong\" compiler", "</a><script>alert('x')</script>", "-->", "<!--", "]]>",
        "a & b &amp; c &lt; d &#62;", "line\nbreak", "carriage\r\nreturn", "tab\tstop", "nul\u{0}byte", "bell\u{7}",
        "next\u{85}line", "separators \u{2028} and \u{2029}", "größer \u{1F40D} e\u{301}", "\u{202E}backwards",
        "back\\slash \\u0041 \\\"", "ends in backslash\\", " blank at both ends ", "'single'", "\u{FEFF}mark", "\u{7F}",
        "{\"a\": null}", "https://example.test/?a=b&c=d#sha256=0", String(repeating: "<\">&'", count: 2000),
    ]
    private static let requirements = [
        "", ">=3.9", ">=3.9,<4", "!=3.0.*,>=2.7", "~=3.8", "==3.*", "===\"3\"", "> 3 , < 4", ">3</a>", "\">3", "'3'",
        ">=3\n<4", "\\", "\u{0}", "é", "&gt;=3", ">=3;a=b",
    ]
    // Without a percent sign before digits, which pip decodes twice.
    private static let stems = [
        "lark", "lark.tools", "la rk", "lärk", "l<a>r&k", "l\"a'r;k", "lark%zz", "lark#1", "lark?x=y", "l+rk", "~lark",
    ]

    mutating func file(number: Int) -> SimpleFile {
        let version = "\(random.pick(["", "", "1!"]))\(number / 3).\(random.pick(["0", "1rc1", "2.post3", "4+cpu.1"]))"
        let filename = "\(random.pick(Self.stems))-\(version)-\(number)-py3-none-any.whl"
        let path = PathSegment.encoded(filename, keepsPlus: random.chance(50))
        let base = random.pick(["/acme/main/pypi/files/", "../../files/", "https://files.test/x/"])
        return SimpleFile(
            filename: filename, version: version, url: base + digest() + "/" + path, sha256: digest(),
            requiresPython: random.chance(20) ? nil : random.pick(Self.requirements),
            size: random.pick([0, 1, 4711, 5_000_000_000, .max]),
            uploadTime: Int64.random(in: 0..<4_000_000_000_000, using: &random),
            yanked: random.chance(50) ? nil : random.pick(Self.reasons),
            coreMetadataSHA256: random.chance(30) ? nil : digest(),
            provenanceURL: random.chance(80) ? nil : "https://index.test/provenance?a=b&c=%22")
    }

    private mutating func digest() -> String {
        (0..<64).map { _ in random.pick(["0", "9", "a", "f"]) }.joined()
    }

    mutating func page(style: SimpleStyle) -> SimpleProjectPage {
        let count = random.pick([0, 1, 3, 30])
        return SimpleProjectPage(
            name: "lark", displayName: random.pick(Self.reasons + ["Lark"]),
            status: random.pick([.active, .active, .archived, .deprecated, .quarantined]),
            statusReason: random.chance(50) ? nil : random.pick(Self.reasons),
            files: (0..<count).map { file(number: $0) },
            style: style)
    }

    mutating func list() -> SimpleProjectList {
        let projects = (0..<random.pick([0, 1, 50])).map { number in
            let name = random.pick(["Lark", "lark.Tools", "A_b", "x"]) + String(number)
            return SimpleProjectList.Project(
                name: name.lowercased().replacing(/[-_.]+/, with: "-"), displayName: name)
        }
        return SimpleProjectList(projects: projects, base: random.pick(["", "/acme/main/pypi/simple/"]))
    }
}
