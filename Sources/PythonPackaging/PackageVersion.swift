/// A version after PEP 440, with numbers of any length.
///
/// Versions are equal, hash and order by PEP 440: `1.0`, `v1.0.0` and `1` are one version in three spellings.
/// `text` keeps the spelling.
public struct PackageVersion: Sendable {
    /// As written, without surrounding white space.
    public let text: String
    /// The number before `!`; zero where there is none.
    public let epoch: VersionNumber
    /// The dotted numbers as written, at least one, trailing zeros included.
    public let release: [VersionNumber]
    /// The alpha, beta or candidate mark.
    public let preRelease: PreRelease?
    /// The number of the post release.
    public let postNumber: VersionNumber?
    /// The number of the development release.
    public let devNumber: VersionNumber?
    let localParts: [LocalPart]

    /// `a1`, `b2`, `rc3`.
    public struct PreRelease: Hashable, Comparable, Sendable {
        /// The three phases, in their order.
        public enum Phase: String, Sendable, Comparable {
            case alpha = "a"
            case beta = "b"
            case candidate = "rc"

            /// Alpha, beta, candidate.
            public static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }
        }

        /// Long words and other letters (`alpha`, `c`) are read as these three.
        public let phase: Phase
        /// Zero where none is written.
        public let number: VersionNumber

        /// By phase, then number.
        public static func < (left: PreRelease, right: PreRelease) -> Bool {
            left.phase == right.phase ? left.number < right.number : left.phase < right.phase
        }
    }

    /// One part of a local version; words are lower case and order below numbers.
    enum LocalPart: Hashable, Sendable {
        case word(String)
        case number(VersionNumber)
    }

    init(
        text: String, epoch: VersionNumber, release: [VersionNumber], preRelease: PreRelease?,
        postNumber: VersionNumber?, devNumber: VersionNumber?, localParts: [LocalPart]
    ) {
        self.text = text
        self.epoch = epoch
        self.release = release
        self.preRelease = preRelease
        self.postNumber = postNumber
        self.devNumber = devNumber
        self.localParts = localParts
    }

    /// True for alpha, beta, candidate and development releases, which installers pass over unless asked.
    public var isPreRelease: Bool { preRelease != nil || devNumber != nil }
    /// True where there is a `.postN`.
    public var isPostRelease: Bool { postNumber != nil }
    /// True where there is a `.devN`.
    public var isDevRelease: Bool { devNumber != nil }

    /// What follows `+`, in normal form.
    public var local: String? {
        localParts.isEmpty ? nil : localParts.map(\.description).joined(separator: ".")
    }

    /// The normal form of PEP 440. Trailing zeros of the release stay, so equal versions may have two of them.
    public var canonical: String {
        var form = epoch == .zero ? "" : "\(epoch)!"
        form += release.map(\.description).joined(separator: ".")
        if let preRelease { form += "\(preRelease.phase.rawValue)\(preRelease.number)" }
        if let postNumber { form += ".post\(postNumber)" }
        if let devNumber { form += ".dev\(devNumber)" }
        if let local { form += "+\(local)" }
        return form
    }

    /// The release without the trailing zeros that comparison ignores; empty for zero.
    var significantRelease: ArraySlice<VersionNumber> {
        guard let last = release.lastIndex(where: { $0 != .zero }) else { return [] }
        return release[...last]
    }

    /// Without the local part: what `<=` and `>=` compare.
    var publicVersion: PackageVersion {
        localParts.isEmpty ? self : changing(localParts: [])
    }

    func changing(
        preRelease: PreRelease?? = nil, postNumber: VersionNumber?? = nil, devNumber: VersionNumber?? = nil,
        localParts: [LocalPart]? = nil
    ) -> PackageVersion {
        PackageVersion(
            text: text, epoch: epoch, release: release, preRelease: preRelease ?? self.preRelease,
            postNumber: postNumber ?? self.postNumber, devNumber: devNumber ?? self.devNumber,
            localParts: localParts ?? self.localParts)
    }
}

extension PackageVersion.LocalPart: CustomStringConvertible {
    var description: String {
        switch self {
        case .word(let word): word
        case .number(let number): number.description
        }
    }
}

extension PackageVersion: CustomStringConvertible {
    /// As written.
    public var description: String { text }
}
