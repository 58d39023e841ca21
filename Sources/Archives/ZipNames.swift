/// Checks what the members are called, each alone and all together.
enum ZipNames {
    static func check(_ entries: [ZipEntry], _ limits: ArchiveLimits, _ findings: inout ZipFindings) {
        var tree = ZipNameTree(capacity: entries.count)
        for entry in entries {
            guard checkAlone(entry, limits, &findings) else { continue }
            guard tree.insert(entry.name, isDirectory: entry.isDirectory, nodeLimit: limits.entries * 4, &findings)
            else { return }
        }
    }

    /// - Returns: whether the name is text with components, so that it can be compared with others.
    private static func checkAlone(_ entry: ZipEntry, _ limits: ArchiveLimits, _ findings: inout ZipFindings) -> Bool {
        let name = entry.name
        guard !name.isEmpty else {
            findings.add(.nameEmpty, name, "a member without a name")
            return false
        }
        guard name.count <= limits.pathBytes else {
            findings.add(.nameTooLong, Array(name.prefix(256)), "a name of \(name.count) bytes")
            return false
        }
        var isASCII = true
        var hasControl = false
        var hasBackslash = false
        for byte in name {
            if byte >= 0x80 { isASCII = false }
            if byte < 0x20 || byte == 0x7F { hasControl = true }
            if byte == UInt8(ascii: "\\") { hasBackslash = true }
        }
        if hasControl { findings.add(.nameControlCharacter, name, "the name has a control character") }
        if !isASCII {
            guard String(validating: name, as: UTF8.self) != nil else {
                findings.add(.nameNotUTF8, name, "the name is not UTF-8")
                return false
            }
            if entry.flags & 1 << 11 == 0 {
                findings.add(.nameNotMarkedUTF8, name, "the name is UTF-8, but not marked as such")
            }
        }
        if hasBackslash { findings.add(.nameBackslash, name, "the name has a backslash") }
        checkPath(name, &findings)
        return true
    }

    /// A backslash separates, too, where it could do harm.
    private static func checkPath(_ name: [UInt8], _ findings: inout ZipFindings) {
        func separates(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
        if separates(name[0]) { findings.add(.nameAbsolute, name, "the name is an absolute path") }
        if name.count >= 2, name[1] == UInt8(ascii: ":"), UInt8(ascii: "a")...UInt8(ascii: "z") ~= name[0] | 0x20 {
            findings.add(.nameDrive, name, "the name begins with a drive")
        }
        var start = 0
        for at in 0...name.count where at == name.count || separates(name[at]) {
            let dots = name[start..<at].allSatisfy { $0 == UInt8(ascii: ".") }
            switch (at - start, dots) {
            case (2, true): findings.add(.nameTraversal, name, "the name leads out of the archive")
            case (1, true): findings.add(.nameNotNormalized, name, "the name has a component that is only a dot")
            case (0, _) where at > 0 && at < name.count:
                findings.add(.nameNotNormalized, name, "the name has an empty component")
            default: break
            }
            start = at + 1
        }
    }
}
