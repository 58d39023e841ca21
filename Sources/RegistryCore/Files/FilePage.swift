/// Where a page of files begins.
public enum FileCursor: Sendable, Equatable {
    /// With the newest file.
    case newest
    /// With the next older file than this one, which need not be there any more.
    case after(FileID)
    /// So that it ends with the next newer file than this one, which need not be there any more.
    case before(FileID)
}

/// Some files of a registry, newest first.
public struct FilePage: Sendable, Equatable {
    /// The files, newest first.
    public let files: [FileEntry]
    /// Whether there are newer ones than these.
    public let hasNewer: Bool
    /// Whether there are older ones than these.
    public let hasOlder: Bool
}

/// Which projects are meant, by their names.
public enum ProjectFilter: Sendable, Equatable {
    /// The project of this name, any spelling.
    case named(String)
    /// Projects with this in their normalized name; case and the kind of separators do not count.
    case containing(String)

    /// Whether a project is meant.
    func matches(_ normalized: String) -> Bool {
        switch self {
        case .named(let name): normalized == Self.folded(name)
        case .containing(let part): normalized.utf8.contains(Self.folded(part).utf8)
        }
    }

    /// As PEP 503 normalizes names, of any text.
    static func folded(_ text: String) -> String {
        var folded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                if folded.last != UInt8(ascii: "-") { folded.append(UInt8(ascii: "-")) }
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): folded.append(byte | 0x20)
            default: folded.append(byte)
            }
        }
        return String(decoding: folded, as: UTF8.self)
    }
}
