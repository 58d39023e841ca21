/// Which registry supplies a project's files where one or more registries are seen as one, and why.
///
/// The first source that has the project supplies all of its files; nothing is merged.  An index elsewhere is asked only
/// for names that no source has, ever held or reserves, so that nobody can slip a stranger's project under a name that is
/// known here.
public enum NameResolution: Sendable, Equatable {
    /// This source has the project: files, or a status (PEP 792).
    case held(by: RegistryMember)
    /// Nobody: this registry reserves the name.
    case reserved(NameReservation, by: RegistryMember)
    /// Nobody: this source held the project until its last file was deleted, at a time in milliseconds since 1970.
    case everHeld(by: RegistryMember, until: Int64)
    /// The first of these upstream registries whose index has the project.
    case external([RegistryMember])
    /// Nobody: no source has it, and there is no upstream registry to ask.
    case unknown
}

extension NameResolution {
    /// A word for the reason, the same in every release.
    public var rule: String {
        switch self {
        case .held: "held"
        case .reserved: "reserved"
        case .everHeld: "ever-held"
        case .external: "external"
        case .unknown: "unknown"
        }
    }

    /// The upstream registries that are to be asked, in order; empty where none is.
    public var upstreams: [RegistryMember] {
        if case .external(let upstreams) = self { upstreams } else { [] }
    }
}

/// What is known of a project's name in a registry and in each of its members.
public struct NameExplanation: Sendable, Equatable {
    /// What one registry says of the name.
    public struct Facts: Sendable, Equatable {
        /// The registry.
        public let member: RegistryMember
        /// Files of the project; of an upstream registry, those that were fetched.
        public let files: Int
        /// The project's status; nil where the registry does not have the project.
        public let status: ProjectStatus?
        /// When its last file was deleted, in milliseconds since 1970; nil where none ever was.
        public let heldUntil: Int64?
        /// What reserves the name.
        public let reservation: NameReservation?
    }

    /// The registry in question.
    public let registry: RegistryPath
    /// What that is made of.
    public let kind: RegistryKind
    /// The project by PEP 503.
    public let project: String
    /// Who answers, and why.
    public let resolution: NameResolution
    /// What reserves the name in the composite registry itself; nil for other kinds.
    public let reservation: NameReservation?
    /// Of the registry's members in order; of the registry itself where it is not composite.
    public let members: [Facts]
}
