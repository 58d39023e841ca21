internal import RegistryCore

/// What forms about registries have in common.
enum RegistryForm {
    static func visibilities(_ chosen: Visibility) -> [SettingsContent.Choice] {
        Visibility.allCases.map { visibility in
            let label =
                switch visibility {
                case .private: "Private: those who have been given a role"
                case .internal: "Internal: every user who has signed in"
                case .public: "Public: everybody"
                }
            return .init(value: visibility.rawValue, label: label, isChosen: visibility == chosen)
        }
    }

    static func kinds(_ chosen: RegistryKind) -> [SettingsContent.Choice] {
        RegistryKind.allCases.map { kind in
            let label =
                switch kind {
                case .source: "Source: files are published to it"
                case .composite: "Composite: shows the files of other registries"
                case .upstream: "Upstream: stands for an index elsewhere"
                }
            return .init(value: kind.rawValue, label: label, isChosen: kind == chosen)
        }
    }

    static func modes(_ chosen: InspectionMode) -> [SettingsContent.Choice] {
        [
            (InspectionMode.require, "Refuse it"), (.warn, "Take it, and say what is wrong"),
            (.off, "Take it without a look"),
        ].map { .init(value: $0.rawValue, label: $1, isChosen: $0 == chosen) }
    }

    static func profiles(_ chosen: InspectionProfile) -> [SettingsContent.Choice] {
        [
            (InspectionProfile.strict, "Strict: what PyPI asks of new uploads"),
            (.legacy, "Legacy: old spellings and habits are taken, too"),
        ].map { .init(value: $0.rawValue, label: $1, isChosen: $0 == chosen) }
    }

    /// The lines of a text field, without those that are empty.
    static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline)
            .map { String($0.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
            .filter { !$0.isEmpty }
    }

    /// The members that lines name: by slug, or by path.
    static func members(_ text: String, in organization: String) throws(RegistryError) -> [RegistryPath] {
        var members: [RegistryPath] = []
        for line in lines(text) {
            members.append(try RegistryPath(line.contains("/") ? line : "\(organization)/\(line)"))
        }
        return members
    }

    /// The reservations that lines name.
    static func reservations(_ text: String) throws(RegistryError) -> [NameReservation] {
        var reservations: [NameReservation] = []
        for line in lines(text) { reservations.append(try NameReservation(line)) }
        return reservations
    }

    /// The sentence of an error that the sender of a form can mend; nil for all others.
    static func problem(_ error: RegistryError) -> String? {
        switch error {
        case .invalidPath, .invalidSlug, .invalidReference, .textTooLong, .registryExists, .invalidSettings,
            .invalidMember, .officialExists, .registryInUse, .registryNotEmpty:
            ErrorWording.sentence(error)
        default: nil
        }
    }
}
