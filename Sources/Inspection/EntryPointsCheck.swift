/// Reads `entry_points.txt`: sections of `name = object`, as configparser reads them.
enum EntryPointsCheck {
    static func run(_ bytes: [UInt8], at path: [UInt8], _ findings: inout FindingList) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            findings.add(.entryPoints, path, detail: "entry_points.txt is not UTF-8")
            return
        }
        var section: Substring?
        for line in text.split(whereSeparator: \.isNewline) {
            // An indented line goes on with the value before it.
            if line.first == " " || line.first == "\t" { continue }
            let line = line.trimmingSpaces
            if line.isEmpty || line.first == "#" || line.first == ";" { continue }
            if line.first == "[", let end = line.firstIndex(of: "]") {
                section = line[line.index(after: line.startIndex)..<end]
                continue
            }
            guard let section, let equals = line.firstIndex(of: "=") else {
                findings.add(.entryPoints, path, detail: "a line is neither a section nor an assignment")
                return
            }
            guard section == "console_scripts" || section == "gui_scripts" else { continue }
            check(line[..<equals].trimmingSpaces, at: path, &findings)
        }
    }

    /// The name becomes a file in a folder of programs.
    private static func check(_ name: Substring, at path: [UInt8], _ findings: inout FindingList) {
        if name.contains(where: { $0 == "/" || $0 == "\\" }) || name == ".." || name == "." || name.isEmpty {
            findings.add(.entryPointPath, path, detail: "the script \"\(name)\" would not be a file in its folder")
        } else if !name.unicodeScalars.allSatisfy({
            $0.properties.isAlphabetic || $0.properties.numericType != nil || "_.-".unicodeScalars.contains($0)
        }) {
            findings.add(.entryPoints, path, detail: "the script \"\(name)\" has characters that names do not have")
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
        return text
    }
}
