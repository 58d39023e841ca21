/// What becomes of a file that is not what its name says.
public enum InspectionMode: String, Sendable, CaseIterable {
    /// Nobody looks.
    case off
    /// It goes in, and what was found is told.
    case warn
    /// It stays out.
    case require

    /// The stored form.
    var code: UInt8 {
        switch self {
        case .off: 0
        case .warn: 1
        case .require: 2
        }
    }

    init?(code: UInt8) {
        guard let mode = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = mode
    }
}

/// How exacting an inspection is.
public enum InspectionProfile: String, Sendable, CaseIterable {
    /// What PyPI asks of new uploads today.
    case strict
    /// What installers take: old spellings and habits are warnings, what is unsafe or contradicts itself is not.
    case legacy

    /// The stored form.
    var code: UInt8 {
        switch self {
        case .strict: 0
        case .legacy: 1
        }
    }

    init?(code: UInt8) {
        guard let profile = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = profile
    }
}

/// How far an inspection looks into files.
public enum InspectionDepth: String, Sendable, CaseIterable {
    /// What an archive contains is noted, but held against no rule; its metadata is read when somebody asks.
    case listing
    /// The archive's structure, the names of its members and what describes the distribution have to follow the rules.
    case rules
    /// And every member has to be what the archive and a wheel's RECORD say of it.
    case contents
}

/// A registry's rule for files that come in.
public struct InspectionPolicySetting: Sendable, Equatable {
    /// What becomes of a file that fails.
    public var mode: InspectionMode
    /// How exacting.
    public var profile: InspectionProfile

    /// Failing files stay out, by today's rules for new uploads unless said otherwise.
    public init(mode: InspectionMode = .require, profile: InspectionProfile = .strict) {
        self.mode = mode
        self.profile = profile
    }
}
