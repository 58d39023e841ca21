/// Version specifiers that must all hold, such as `>=3.9,<4` (PEP 440). The empty set holds for every version.
public struct SpecifierSet: Hashable, Sendable {
    /// The clauses in written order.
    public let specifiers: [VersionSpecifier]

    /// Reads clauses between commas; empty ones are passed over, as installers do. Nil where a clause is refused.
    public init?(_ text: String) {
        var specifiers: [VersionSpecifier] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let clause = rest.prefix { $0 != UInt8(ascii: ",") }
            rest = rest[clause.endIndex...].dropFirst()
            if clause.trimmingASCIIWhitespace.isEmpty { continue }
            guard let specifier = VersionSpecifier(clause) else { return nil }
            specifiers.append(specifier)
        }
        self.specifiers = specifiers
    }

    /// True where every clause holds. See `VersionSpecifier.contains` for `prereleases`, which applies to the empty
    /// set as well.
    public func contains(_ version: PackageVersion, prereleases: Bool = true) -> Bool {
        (prereleases || !version.isPreRelease) && specifiers.allSatisfy { $0.contains(version) }
    }

    /// The canonical clauses, each once, in text order, between commas.
    public var canonical: String {
        Set(specifiers.map(\.canonical)).sorted().joined(separator: ",")
    }

    /// True where there is no clause.
    public var isEmpty: Bool { specifiers.isEmpty }
}

extension SpecifierSet: CustomStringConvertible {
    /// The canonical form.
    public var description: String { canonical }
}
