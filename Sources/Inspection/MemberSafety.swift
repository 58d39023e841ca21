internal import Archives

/// Whether unpacking the members could touch anything outside one folder (after PEP 721).
///
/// What an extractor would have to repair or to follow is refused: absolute paths, `..`, devices, links that lead
/// out, members below a file or a link.
enum MemberSafety {
    /// - Parameter namesAreChecked: the zip structure check has judged names, each and together.
    static func check(
        _ members: [ArchiveMember], isWheel: Bool, namesAreChecked: Bool, _ findings: inout FindingList
    ) {
        for member in members {
            if !namesAreChecked { checkPath(member.path, &findings) }
            switch member.kind {
            case .file, .directory: break
            case .symlink, .hardLink: checkLink(member, isWheel: isWheel, &findings)
            case .other: findings.add(.memberSpecial, member.path, detail: "a device, a pipe or something unknown")
            }
            // Readers part ways where one has to guess.
            if let warning = member.warning { findings.add(.memberOdd, member.path, detail: warning) }
            if member.isSparse { findings.add(.memberSparse, member.path, detail: "the member has holes") }
            if member.isEncrypted { findings.add(.memberEncrypted, member.path, detail: "the member is encrypted") }
        }
        if !namesAreChecked { checkTogether(members, &findings) }
    }

    private static func checkPath(_ path: [UInt8], _ findings: inout FindingList) {
        func separates(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
        guard let first = path.first else {
            findings.add(.memberEmptyName, path, detail: "a member without a name")
            return
        }
        if path.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            findings.add(.memberControlCharacter, path, detail: "the name has a control character")
        }
        if path.contains(where: { $0 >= 0x80 }), String(validating: path, as: UTF8.self) == nil {
            findings.add(.memberNotUTF8, path, detail: "the name is not UTF-8")
        }
        let hasDrive =
            path.count >= 2 && path[1] == UInt8(ascii: ":") && UInt8(ascii: "a")...UInt8(ascii: "z") ~= path[0] | 0x20
        if separates(first) || hasDrive { findings.add(.memberAbsolute, path, detail: "the name is an absolute path") }
        if path.contains(UInt8(ascii: "\\")) {
            findings.add(.memberBackslash, path, detail: "the name has a backslash")
        }
        if path.split(whereSeparator: separates).contains(where: isParent) {
            findings.add(.memberTraversal, path, detail: "the name leads out of its folder")
        }
    }

    /// The target must stay below the member's own top folder. Only leading `..` are followed, which is exact since
    /// nothing lies below a link; `..` after a name could mean anything, should the name be a link.
    private static func checkLink(_ member: ArchiveMember, isWheel: Bool, _ findings: inout FindingList) {
        let target = MemberPath.components(member.linkTarget).filter { !$0.isEmpty && !$0.elementsEqual([0x2E]) }
        let path = MemberPath.components(MemberPath.normalized(member.path))
        let leading = target.prefix(while: isParent).count
        let isHard = member.kind == .hardLink
        // In a wheel, whose members lie in no folder of its own, a link may not leave the root; in an sdist the top folder.
        let folders = path.count - 1 - (isWheel ? 0 : 1)
        let isInside =
            isHard
            ? leading == 0 && !target.isEmpty && (isWheel || target.first == path.first)
            : leading <= folders && !target.isEmpty
        let isPlain =
            member.linkTarget.first != UInt8(ascii: "/") && !member.linkTarget.contains(UInt8(ascii: "\\"))
            && !target.dropFirst(leading).contains(where: isParent)
        guard isInside, isPlain else {
            findings.add(
                .memberLinkOutside, member.path,
                detail: "a link to \(String(decoding: member.linkTarget, as: UTF8.self)), which may be outside")
            return
        }
    }

    private static func isParent(_ component: ArraySlice<UInt8>) -> Bool {
        component.count == 2 && component.allSatisfy { $0 == UInt8(ascii: ".") }
    }

    /// Sorted with the slash below every other byte, what lies below a path follows it directly.
    private static func checkTogether(_ members: [ArchiveMember], _ findings: inout FindingList) {
        let paths = members.map { (path: MemberPath.normalized($0.path), isFolder: $0.kind == .directory) }
            .sorted { precedes($0.path, $1.path) }
        var blocker: [UInt8] = []
        var previous: (path: [UInt8], isFolder: Bool)?
        for member in paths {
            if let previous, previous.path == member.path {
                if previous.isFolder != member.isFolder {
                    findings.add(.memberBelowFile, member.path, detail: "it is a folder and something else")
                } else if !member.isFolder {
                    findings.add(.memberDuplicate, member.path, detail: "two members have this name")
                }
            }
            previous = member
            let isBelow =
                !blocker.isEmpty && member.path.count > blocker.count
                && member.path[blocker.count] == UInt8(ascii: "/") && member.path.starts(with: blocker)
            if isBelow {
                findings.add(.memberBelowFile, member.path, detail: "a folder above it is a file or a link")
            } else if !member.isFolder {
                blocker = member.path
            }
        }
    }

    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        var at = 0
        let common = min(left.count, right.count)
        while at < common, left[at] == right[at] { at += 1 }
        guard at < common else { return left.count < right.count }
        guard left[at] != UInt8(ascii: "/"), right[at] != UInt8(ascii: "/") else {
            return left[at] == UInt8(ascii: "/")
        }
        return left[at] < right[at]
    }
}
