import PythonPackaging
import TestSupport

/// Writes texts that are near the grammars of Python packaging: mostly right in odd spellings, some wrong by one edit.
struct PackagingTextGenerator {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Characters that matter to one of the grammars, and a few that only look as if they did. White space that Python
    /// drops and PEP 440 does not mention is left to the list of differences.
    private static let edits = Array("0129.-_!+*abcdeprvVRDx ()[]{}<>=~,;:@'\"/\\\n\t#é١１ſ").map(String.init)

    /// The text with up to two characters removed, inserted or replaced.
    mutating func mutated(_ text: String, percent: Int) -> String {
        guard random.chance(percent) else { return text }
        var characters = text.map(String.init)
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            let place = Int.random(in: 0...characters.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0 where place < characters.count: characters.remove(at: place)
            case 1 where place < characters.count: characters[place] = random.pick(Self.edits)
            default: characters.insert(random.pick(Self.edits), at: place)
            }
        }
        return characters.joined()
    }

    private mutating func recased(_ text: String) -> String {
        random.chance(20) ? text.map { random.chance(50) ? $0.uppercased() : $0.lowercased() }.joined() : text
    }

    // MARK: versions

    private mutating func number() -> String {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: "00" + random.pick(["0", "1", "7"])
        case 1: random.pick(["18446744073709551615", "18446744073709551616", "99999999999999999999999"])
        case 2: String(Int.random(in: 0...100_000, using: &random))
        default: random.pick(["0", "0", "1", "1", "2", "3", "10"])
        }
    }

    private mutating func suffix(_ words: [String]) -> String {
        let separators = ["", "", "", ".", "-", "_"]
        return random.pick(separators) + recased(random.pick(words)) + random.pick(separators)
            + (random.chance(80) ? number() : "")
    }

    mutating func validVersion(withLocal: Bool = true) -> String {
        var text = random.chance(5) ? random.pick(["v", "V"]) : ""
        if random.chance(8) { text += number() + "!" }
        text += random.repeated(1...3) { _ in "." }.map { _ in number() }.joined(separator: ".")
        if random.chance(10) { text += ".0" }
        if random.chance(30) { text += suffix(["a", "b", "c", "rc", "alpha", "beta", "pre", "preview"]) }
        if random.chance(20) { text += random.chance(30) ? "-" + number() : suffix(["post", "rev", "r"]) }
        if random.chance(20) { text += suffix(["dev"]) }
        if withLocal, random.chance(15) {
            text += "+" + random.pick(["abc", "ABC", "5", "ubuntu", "0a", "10", "007"])
            for part in random.repeated(0...2, { $0.pick(["1", "a", "02", "b3", "10"]) }) {
                text += random.pick([".", "-", "_"]) + part
            }
        }
        return text
    }

    mutating func version() -> String {
        let text = mutated(validVersion(), percent: 25)
        return random.chance(3) ? random.pick([" ", "\n", "\t"]) + text + " " : text
    }

    // MARK: specifiers

    /// Versions that lie close together, so that the bounds of specifiers are hit.
    private mutating func closeVersion() -> String {
        random.pick(["", "", "", "", "1!"]) + random.pick(["1", "1.0", "1.0.0", "1.1", "1.0.1", "2.0", "1.10", "0.0"])
            + random.pick(["", "", "", "a1", "rc1", "b0"]) + random.pick(["", "", "", ".post0", ".post1", "-2"])
            + random.pick(["", "", "", ".dev0", ".dev1"])
    }

    /// A specifier set, and a version that is often a relation of one of its bounds.
    mutating func containment() -> [String] {
        var bounds = [closeVersion()]
        let clauses = (0..<random.pick([0, 1, 1, 1, 2, 3])).map { _ -> String in
            let blank = random.pick(["", "", "", " ", "  "])
            let comparison = random.pick(["==", "!=", "<=", ">=", "<", ">", "~=", "==="])
            var bound = closeVersion()
            bounds.append(bound)
            if comparison == "==" || comparison == "!=" {
                if random.chance(30) { bound = random.pick(["1.*", "1.0.*", "2.*", "1!1.*", "0.*"]) }
                if random.chance(20) { bound += random.pick(["+abc", "+5", "+abc.1"]) }
            }
            return blank + comparison + blank + bound
        }
        let relative =
            random.pick(bounds)
            + random.pick([
                "", "", ".0", "a1", ".post0", ".post1", ".post1.dev0", ".post1+abc", ".dev0", "+abc", "+5", "+abc.1",
            ])
        let specifiers = mutated(clauses.joined(separator: random.pick([",", ", ", " , "])), percent: 10)
        return [specifiers, PackageVersion(relative) == nil ? bounds[0] : relative]
    }

    // MARK: names and filenames

    mutating func name() -> String {
        let words = random.repeated(1...3) { $0.pick(["a", "Lark", "tools", "x2", "1", "py", "B"]) }
        var text = words[0]
        for word in words.dropFirst() { text += random.pick(["-", "_", ".", "--", "._"]) + word }
        return text
    }

    mutating func anyName() -> String { mutated(name(), percent: 30) }

    mutating func wheelFilename() -> String {
        let name = name().split(separator: "-", omittingEmptySubsequences: true).joined(separator: "_")
        var parts = [name, validVersion().split(separator: "-").joined(separator: random.pick([".", "_"]))]
        if random.chance(25) {
            parts.append(random.pick(["1", "10", "2b", "03", "1_x", "5.15.2", "99999999999999999999"]))
        }
        parts.append(random.pick(["py3", "py2.py3", "cp311", "CP27", "pp39"]))
        parts.append(random.pick(["none", "abi3", "cp311", "cp27m.cp27mu"]))
        parts.append(random.pick(["any", "win_amd64", "manylinux1_x86_64.manylinux2014_x86_64", "macosx_11_0_arm64"]))
        return mutated(parts.joined(separator: "-") + ".whl", percent: 25)
    }

    mutating func sdistFilename() -> String {
        let suffix = random.pick([
            ".tar.gz", ".tar.gz", ".tar.gz", ".zip", ".zip", ".tar.bz2", ".tgz", ".tar.xz", ".tar",
        ])
        return mutated(name() + "-" + validVersion() + suffix, percent: 20)
    }

    // MARK: requirements

    private mutating func markerTerm(depth: Int) -> String {
        if depth > 0, random.chance(25) { return "(" + marker(depth: depth - 1) + ")" }
        let blank = random.pick(["", " ", " ", "\t"])
        let variable = random.pick([
            "python_version", "os_name", "os.name", "sys.platform", "extra", "extra", "platform_machine",
            "python_implementation", "platform.python_implementation", "implementation_version", "extras",
        ])
        let quote = random.pick(["'", "\""])
        let literal = quote + random.pick(["3.8", "linux", "X_y", "a b", "", "or", "é", "win;32"]) + quote
        let comparison = random.pick(["==", "!=", "<", ">=", "~=", "===", " in ", " not in ", " not  in "])
        return random.chance(80)
            ? variable + blank + comparison + blank + literal : literal + blank + comparison + blank + variable
    }

    private mutating func marker(depth: Int) -> String {
        var text = markerTerm(depth: depth)
        while random.chance(35) { text += random.pick([" and ", " or "]) + markerTerm(depth: depth) }
        return text
    }

    mutating func requirement() -> String {
        var text = random.pick(["", "", " "]) + name() + random.pick(["", "", " "])
        if random.chance(25) {
            text += "[" + random.repeated(0...3) { $0.pick(["a", "B_c", " d ", "e.f"]) }.joined(separator: ",") + "]"
        }
        if random.chance(15) {
            text += random.pick([" @ ", "@"]) + random.pick(["https://example.org/x.zip", "file:///a;b", "x"])
            text += random.pick(["", " "])
        } else if random.chance(70) {
            let clauses = random.repeated(1...2) { _ in "" }.map { _ in
                random.pick(["==", "!=", "<=", ">=", "<", ">", "~="]) + random.pick(["", " "])
                    + validVersion(withLocal: false)
            }.joined(separator: random.pick([",", " , "]))
            text += random.pick(["", " "]) + (random.chance(20) ? "(" + clauses + ")" : clauses)
        }
        if random.chance(40) { text += random.pick([";", " ; ", "; "]) + marker(depth: 2) }
        return mutated(text, percent: 20)
    }
}
