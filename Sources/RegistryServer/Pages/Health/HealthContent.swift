internal import Mustache
internal import RegistryCore

/// How the store is, and what was done lately: for administrators of the site.
struct HealthContent: PageContent {
    static let template = PageTemplate.health

    /// A figure with its name.
    struct Figure: Sendable {
        let label: String
        let value: String
        /// What else there is to know of it.
        let note: String?
    }

    /// The last run of a command.
    struct Run: Sendable {
        let command: String
        /// Nil where the log knows of none.
        let time: PageMoment?
        let result: String?
    }

    /// Bytes that are not what they were.
    struct Damage: Sendable {
        let digest: String
        let size: String
        let files: [String]
        let hasFiles: Bool
    }

    /// An entry of the audit log.
    struct Event: Sendable, MustacheParent {
        let time: PageMoment
        let action: String
        let subject: String
        let detail: String?
        let actor: String
        let via: String

        func child(named name: String) -> Any? {
            switch name {
            case "time": time
            case "action": action
            case "subject": subject
            case "detail": detail
            case "actor": actor
            case "via": via
            default: nil
            }
        }
    }

    let title: String
    let figures: [Figure]
    let verification: [Figure]
    let runs: [Run]
    let isDamaged: Bool
    let damagedCount: String
    let damage: [Damage]
    let moreDamage: Int?
    let action: String
    let search: Search
    let events: [Event]
    let hasEvents: Bool
    let isSearch: Bool
    let older: String?
    let newest: String?

    /// What was asked of the log.
    struct Search: Sendable {
        let action: String
        let subject: String
    }
}
