internal import Mustache
internal import RegistryCore

/// What is said of a registry beside its name.
struct RegistryBadges: Sendable {
    /// `Public`, `Internal`, `Private`.
    let visibility: String
    /// The stylesheet's class for it.
    let tone: String
    /// What it is made of.
    let kind: String

    init(_ info: RegistryInfo, _ access: Access) {
        switch access.visibility {
        case .public: (visibility, tone) = ("Public", "good")
        case .internal: (visibility, tone) = ("Internal", "warn")
        case .private: (visibility, tone) = ("Private", "")
        }
        kind = info.kind.rawValue.prefix(1).uppercased() + info.kind.rawValue.dropFirst()
    }
}

extension RegistryBadges: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "visibility": visibility
        case "tone": tone
        case "kind": kind
        default: nil
        }
    }
}
