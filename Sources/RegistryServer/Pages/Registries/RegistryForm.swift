internal import RegistryCore

/// What forms about registries have in common.
enum RegistryForm {
    static func visibility(_ chosen: Visibility) -> ChoiceField {
        ChoiceField(
            legend: "Who may read it", name: "visibility",
            choices: choices(
                [
                    (.private, "Private: those who have been given a role"),
                    (.internal, "Internal: every user who has signed in"), (.public, "Public: everybody"),
                ], chosen))
    }

    /// - Parameter offersUpstream: whether the visitor may make a registry that stands for an index elsewhere.
    static func kind(_ chosen: RegistryKind, offersUpstream: Bool) -> ChoiceField {
        var labels: [(RegistryKind, String)] = [
            (.source, "Source: files are published to it"),
            (.composite, "Composite: shows the files of other registries"),
        ]
        if offersUpstream { labels.append((.upstream, "Upstream: stands for an index elsewhere")) }
        return ChoiceField(legend: "What it is made of", name: "kind", choices: choices(labels, chosen))
    }

    static func modes(_ chosen: InspectionMode) -> [FormChoice] {
        choices(
            [
                (.require, "Refuse it"), (.warn, "Take it, and say what is wrong"), (.off, "Take it without a look"),
            ], chosen)
    }

    static func profiles(_ chosen: InspectionProfile) -> [FormChoice] {
        choices(
            [
                (.strict, "Strict: what PyPI asks of new uploads"),
                (.legacy, "Legacy: old spellings and habits are taken, too"),
            ], chosen)
    }

    private static func choices<Value: RawRepresentable<String> & Equatable>(
        _ labels: [(Value, String)], _ chosen: Value
    ) -> [FormChoice] {
        labels.map { value, label in FormChoice(value: value.rawValue, label: label, isChosen: value == chosen) }
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
