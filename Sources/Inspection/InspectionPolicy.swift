internal import PythonPackaging

/// What findings do to a file. The raw value is what an operator writes.
package enum InspectionMode: String, Sendable, CaseIterable {
    /// Nothing is checked or listed.
    case off
    /// Everything is checked and reported, nothing is refused.
    case warn
    /// A finding that is an error refuses the file.
    case require
}

/// Which findings are errors. The raw value is what an operator writes.
package enum InspectionProfile: String, Sendable, CaseIterable {
    /// What PyPI refuses in new uploads, and what is unsafe or contradicts itself.
    case strict
    /// For files that exist already: what old tools wrote is a warning, what is unsafe or contradicts itself an error.
    case legacy
}

/// How far an inspection looks into files. The raw value is the same word everywhere.
package enum InspectionDepth: String, Sendable, CaseIterable {
    /// Members are listed, and no rule is applied. The metadata is read only where it has to say where the name of an old
    /// sdist ends.
    case listing
    /// The archive's structure, the names of its members and what describes the distribution are held against the rules.
    case rules
    /// All members are read as well: checksums, and the hashes in a wheel's RECORD. Costs what unpacking does.
    case contents
}

/// How files are inspected on their way into a registry.
package struct InspectionPolicy: Sendable, Hashable {
    /// What findings do.
    package var mode: InspectionMode
    /// Which findings are errors.
    package var profile: InspectionProfile
    /// How far files are looked into.
    package var depth: InspectionDepth

    /// A policy; by default that of ingest.
    package init(
        mode: InspectionMode = .require, profile: InspectionProfile = .legacy, depth: InspectionDepth = .rules
    ) {
        self.mode = mode
        self.profile = profile
        self.depth = depth
    }

    /// Whether a file is held against the rules at all.
    var appliesRules: Bool { mode != .off && depth != .listing }

    /// Whether a file's metadata is read: for the rules, or for its name.
    func readsMetadata(of filename: DistributionFilename) -> Bool { appliesRules || filename.isAmbiguous }
}
