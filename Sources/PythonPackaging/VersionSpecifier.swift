/// One clause of a version specifier, such as `>=1.2` or `==3.*` (PEP 440).
public struct VersionSpecifier: Hashable, Sendable {
    /// The comparison operators, with their spelling.
    public enum Comparison: String, CaseIterable, Sendable {
        case equal = "=="
        case notEqual = "!="
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"
        case compatible = "~="
        /// Compares text, not versions.
        case identical = "==="

        /// The one a clause begins with: the longest that fits.
        init?(startOf clause: ArraySlice<UInt8>) {
            let rest = clause.dropFirst()
            let hasEquals = rest.first == UInt8(ascii: "=")
            switch clause.first {
            case UInt8(ascii: "=") where hasEquals:
                self = rest.dropFirst().first == UInt8(ascii: "=") ? .identical : .equal
            case UInt8(ascii: "!") where hasEquals: self = .notEqual
            case UInt8(ascii: "~") where hasEquals: self = .compatible
            case UInt8(ascii: "<"): self = hasEquals ? .atMost : .below
            case UInt8(ascii: ">"): self = hasEquals ? .atLeast : .above
            default: return nil
            }
        }
    }

    enum Operand: Hashable, Sendable {
        case version(PackageVersion)
        /// `.*`: only the epoch and the release of the version count, the release with its trailing zeros.
        case prefix(PackageVersion)
        case text(String)
    }

    /// The operator before the version.
    public let comparison: Comparison
    let operand: Operand

    /// Reads one clause; ASCII white space around it and after the operator is dropped. Nil where PEP 440 refuses it:
    /// a prefix other than with `==` and `!=` or after more than a release, a local version other than with these two,
    /// `~=` with a single release number.
    public init?(_ text: String) { self.init(Array(text.utf8)[...]) }

    /// Byte by byte: as characters, an operator and a combining accent after it would be something else.
    init?(_ text: ArraySlice<UInt8>) {
        let bytes = text.trimmingASCIIWhitespace
        guard let comparison = Comparison(startOf: bytes) else { return nil }
        let operand = bytes.dropFirst(comparison.rawValue.utf8.count).trimmingASCIIWhitespace
        self.comparison = comparison
        switch comparison {
        case .identical:
            // What can follow in a requirement ends the text: white space, a marker, a bracket.
            guard !operand.isEmpty,
                !operand.contains(where: {
                    $0.isASCIIWhitespace || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ")")
                })
            else { return nil }
            self.operand = .text(operand.asText)
        case .equal, .notEqual:
            if operand.suffix(2).elementsEqual(".*".utf8) {
                let stem = operand.dropLast(2)
                guard let version = PackageVersion(stem), version.text.utf8.count == stem.count,
                    !version.isPreRelease, !version.isPostRelease, version.localParts.isEmpty
                else { return nil }
                self.operand = .prefix(version)
            } else {
                guard let version = PackageVersion(operand) else { return nil }
                self.operand = .version(version)
            }
        case .atMost, .atLeast, .below, .above, .compatible:
            guard let version = PackageVersion(operand), version.localParts.isEmpty,
                comparison != .compatible || version.release.count >= 2
            else { return nil }
            self.operand = .version(version)
        }
    }

    /// Operator and normal form of the version, without white space.
    public var canonical: String {
        switch operand {
        case .version(let version): comparison.rawValue + version.canonical
        case .prefix(let version): comparison.rawValue + version.canonical + ".*"
        case .text(let text): comparison.rawValue + text
        }
    }

    /// Whether the clause holds for a version, by the rules of PEP 440 for its operator.
    ///
    /// - Parameter prereleases: whether alphas, betas, candidates and development releases may be contained at all.
    ///   PEP 440 leaves them out of a choice as long as there is a final release to choose; that is for the chooser.
    public func contains(_ version: PackageVersion, prereleases: Bool = true) -> Bool {
        guard prereleases || !version.isPreRelease else { return false }
        switch operand {
        case .text(let text):
            // As text, but without regard to letter case, and the version in its normal form.
            return version.canonical.utf8.elementsEqual(text.utf8.map(\.asciiLowercased))
        case .prefix(let prefix):
            return Self.matches(version, epoch: prefix.epoch, prefix: prefix.release[...]) == (comparison == .equal)
        case .version(let bound):
            return holds(version, bound)
        }
    }

    private func holds(_ version: PackageVersion, _ bound: PackageVersion) -> Bool {
        switch comparison {
        case .equal: Self.equals(version, bound)
        case .notEqual: !Self.equals(version, bound)
        case .atMost: version.publicVersion <= bound
        case .atLeast: version.publicVersion >= bound
        case .compatible:
            version.publicVersion >= bound
                && Self.matches(version, epoch: bound.epoch, prefix: bound.release.dropLast())
        case .below: Self.isBelow(version, bound)
        case .above: Self.isAbove(version, bound)
        case .identical: false  // its operand is text
        }
    }

    /// A local part counts only where the specifier has one.
    private static func equals(_ version: PackageVersion, _ bound: PackageVersion) -> Bool {
        (bound.localParts.isEmpty ? version.publicVersion : version) == bound
    }

    /// The pre-releases of the bound itself are not below it, unless it is a pre-release.
    private static func isBelow(_ version: PackageVersion, _ bound: PackageVersion) -> Bool {
        guard version < bound else { return false }
        guard !bound.isPreRelease, version.isPreRelease else { return true }
        return version < bound.changing(devNumber: .some(.zero))
    }

    /// Neither the post releases nor the local versions of the bound itself are above it.
    private static func isAbove(_ version: PackageVersion, _ bound: PackageVersion) -> Bool {
        guard version > bound else { return false }
        if version.isPostRelease, !bound.isPostRelease,
            version.changing(postNumber: .some(nil), devNumber: .some(nil), localParts: []) == bound
        {
            return false
        }
        return version.localParts.isEmpty || version.publicVersion != bound
    }

    /// Whether the release begins with `prefix`, zeros being added to it as needed.
    private static func matches(
        _ version: PackageVersion, epoch: VersionNumber, prefix: ArraySlice<VersionNumber>
    ) -> Bool {
        guard version.epoch == epoch else { return false }
        for (place, number) in prefix.enumerated() {
            guard number == (place < version.release.count ? version.release[place] : .zero) else { return false }
        }
        return true
    }
}

extension VersionSpecifier: CustomStringConvertible {
    /// The canonical form.
    public var description: String { canonical }
}
