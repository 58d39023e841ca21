internal import RegistryCore

/// The settings of a registry, for those who may change them: one of its tabs.
struct SettingsContent: PageContent {
    static let template = PageTemplate.settings

    let title: String
    let head: RegistryHead
    let action: String
    let given: Given
    /// Nil where it is not to be chosen.
    let visibility: ChoiceField?
    let modes: [FormChoice]
    let profiles: [FormChoice]
    /// Whether files come to it, from wherever, so that rules for them mean something.
    let isInspected: Bool
    /// Whether files are published to it.
    let takesFiles: Bool
    /// The index that it stands for, where the visitor may say which.
    let index: IndexForm?
    let indexAction: String
    /// What is told of that index to others.
    let indexFacts: IndexFacts?
    /// How it is changed at the command line.
    let command: Snippet
    /// Where the registry is deleted; nil where the visitor may not.
    let delete: String?
    let problem: String?

    /// What the form holds.
    struct Given: Sendable {
        var description: String
        var reservesFilenames: Bool
        /// One in each line.
        var reservations: String
    }
}

/// The form that makes a registry.
struct NewRegistryContent: PageContent {
    static let template = PageTemplate.newRegistry
    let title = "New registry"
    let organization: String
    let organizationLink: String
    let action: String
    let name: String
    let description: String
    let visibility: ChoiceField
    let kind: ChoiceField
    /// One in each line.
    let members: String
    /// Nil where the visitor may not make a registry that stands for an index elsewhere.
    let index: IndexForm?
    /// Whether its fields are seen at once.
    let opensIndex: Bool
    let problem: String?
}

/// The members of a composite registry, or the index that an upstream one stands for: one of a registry's tabs.
struct UpstreamsContent: PageContent {
    static let template = PageTemplate.upstreams

    /// One member.
    struct Row: Sendable {
        let position: Int
        let name: String
        /// Nil where the visitor may not see it.
        let link: String?
        let kind: String
    }

    let title: String
    let head: RegistryHead
    let isComposite: Bool
    let rows: [Row]
    let isEmpty: Bool
    /// Where the members are changed; nil where the visitor may not.
    let action: String?
    /// One in each line.
    let members: String
    let upstream: IndexFacts?
    let problem: String?
}
