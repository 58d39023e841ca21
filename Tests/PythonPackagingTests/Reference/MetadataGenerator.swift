import TestSupport

/// Writes core metadata as bytes: known and unknown headers in any case and order, folded, repeated, with stray lines
/// and bytes that are no UTF-8; always with the three fields a reader insists on.
struct MetadataGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let fields = [
        "Summary", "Author", "Author-email", "Home-page", "License", "Keywords", "Classifier", "Requires-Dist",
        "Project-URL", "Requires-Python", "Provides-Extra", "Platform", "Description", "Dynamic", "License-File",
        "Import-Name", "Maintainer", "X-Unknown",
    ]

    mutating func document() -> [UInt8] {
        let end = random.pick(["\n", "\n", "\r\n", "\r"])
        var headers = [
            "Metadata-Version: 2.\(random.pick([1, 2, 4]))", "Name: \(random.pick(["lark", "Lark.Tools"]))",
            "Version: 1.0",
        ]
        headers += random.repeated(0...12) { Self.header(&$0, end: end) }
        headers.shuffle(using: &random)
        // As last header, a mailbox's "From " line would begin the body of a mail: see `WantedDifference`.
        headers.append("Platform: last")
        var text = Array(headers.joined(separator: end).utf8)
        if random.chance(10) { text += Array("\(end)\(random.pick(["no header", "Bad Name: x", "é: x", "-"]))".utf8) }
        text += Array(end.utf8)
        if random.chance(60) {
            text += Array(end.utf8)
            text += Array(
                random.pick(["# Lark\(end)\(end)sings", "é", "\(end)late\(end)", "Summary: no header\(end)"]).utf8)
            if random.chance(5) { text.append(0xFF) }
        }
        return text
    }

    private static func header(_ random: inout SeededGenerator, end: String) -> String {
        if random.chance(4) { return random.pick([": nameless", "From the start", "From: mail"]) }
        let field = random.pick(fields)
        let name = random.pick([field, field, field.uppercased(), field.lowercased()])
        let value = random.pick([
            "one", "two words", "", "UNKNOWN", "a, b ,c", "Source, https://example.org/,x", "größer", "a: b",
            "=?utf-8?q?x?=",
            "nest; extra == 'x'",
        ])
        let folds = random.repeated(0...2) { $0.pick([" folded", "\tfolded", "       |", "        deep", "   "]) }
        let isFolded = random.chance(20)
        return ([name + random.pick([":", ": ", ":   ", ":\t"]) + value] + (isFolded ? folds : [])).joined(
            separator: end)
    }
}
