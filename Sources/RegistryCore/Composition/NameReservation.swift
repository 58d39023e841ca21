internal import PythonPackaging

/// Project names that no index elsewhere is ever asked for: one name, or all that begin in one way.
public struct NameReservation: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name, or what the names begin with, normalized (PEP 503); what ends in a hyphen is a prefix always.
    public let name: String
    /// Whether names that only begin with `name` are meant.
    public let isPrefix: Bool

    /// The most bytes of a name, as of a project's.
    public static let limitBytes = 255

    /// Reads a name, any spelling, or a prefix: `acme-*`, `acme*`.
    /// - Throws: `invalidReference`.
    public init(_ text: String) throws(RegistryError) {
        let isPrefix = text.hasSuffix("*")
        let name = isPrefix ? String(text.dropLast()) : text
        // What stands before the star may end within a name; a letter makes a whole one of it.
        guard name.utf8.count < Self.limitBytes, !name.isEmpty,
            let normalized = ProjectName(isPrefix ? name + "x" : name)?.normalized
        else {
            throw .invalidReference(
                text, problem: "a reservation is a project name, or the beginning of names and a star: 'acme-*'")
        }
        self.name = isPrefix ? String(normalized.dropLast()) : normalized
        self.isPrefix = isPrefix
    }

    private init(stored name: String, isPrefix: Bool) {
        self.name = name
        self.isPrefix = isPrefix
    }

    /// What `init` reads: the normalized name, with a star behind it where it is a prefix.
    public var description: String { isPrefix ? "\(name)*" : name }

    /// Whether a project's normalized name is reserved by it.
    public func covers(_ project: String) -> Bool { isPrefix ? project.hasPrefix(name) : project == name }

    /// All that would cover a project's normalized name, the exact one first, then the longest prefix.
    static func covering(_ project: String) -> [NameReservation] {
        var all = [NameReservation(stored: project, isPrefix: false)]
        var prefix = project
        while !prefix.isEmpty {
            all.append(NameReservation(stored: prefix, isPrefix: true))
            prefix.removeLast()
        }
        return all
    }

    /// Reads what a key holds.
    static func stored(_ text: String) -> NameReservation {
        text.hasSuffix("*")
            ? NameReservation(stored: String(text.dropLast()), isPrefix: true)
            : NameReservation(stored: text, isPrefix: false)
    }

    /// By name; a prefix after the name that it is.
    public static func < (one: NameReservation, other: NameReservation) -> Bool {
        one.description < other.description
    }
}
