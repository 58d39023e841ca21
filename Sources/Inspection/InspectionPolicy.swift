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

/// How files are inspected on their way into a registry.
package struct InspectionPolicy: Sendable, Hashable {
    /// What findings do.
    package var mode: InspectionMode
    /// Which findings are errors.
    package var profile: InspectionProfile
    /// Reads the contents of all members as well: checksums, and the hashes in a wheel's RECORD. Costs what unpacking does.
    package var checksContents: Bool

    /// A policy; by default that of ingest.
    package init(
        mode: InspectionMode = .require, profile: InspectionProfile = .legacy, checksContents: Bool = false
    ) {
        self.mode = mode
        self.profile = profile
        self.checksContents = checksContents
    }
}
