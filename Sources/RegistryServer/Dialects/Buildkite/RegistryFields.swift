internal import RegistryCore

/// The fields of a registry that a body brings: what is absent stays, `null` clears.
struct RegistryFields: Sendable {
    private let body: JSONBody

    init(_ body: JSONBody) { self.body = body }

    /// The fields of a new registry.
    /// - Throws: `BuildkiteProblem`.
    func settings() throws(BuildkiteProblem) -> (name: String, RegistrySettings) {
        guard let name = try name() else { throw .invalidField("name", "Name can't be blank") }
        guard body["ecosystem"] != nil else { throw .invalidField("ecosystem", "Ecosystem can't be blank") }
        try checkEcosystem()
        try checkTeams()
        var settings = RegistrySettings()
        settings.description = try value(text("description")) ?? ""
        settings.emoji = try value(text("emoji"))
        settings.color = try value(text("color"))
        settings.oidcPolicy = try value(policy())
        if let isPublic = try isPublic() { settings.isPublic = isPublic }
        return (name, settings)
    }

    /// The fields of a registry that is there.
    /// - Throws: `BuildkiteProblem`.
    func changes() throws(BuildkiteProblem) -> RegistryChanges {
        // They cannot change; a client that sends the whole object says what is so already.
        try checkEcosystem()
        try checkTeams()
        var changes = RegistryChanges()
        changes.name = try name()
        changes.description = try text("description")
        changes.emoji = try text("emoji")
        changes.color = try text("color")
        changes.oidcPolicy = try policy()
        changes.visibility = try isPublic().map { $0 ? .public : .private }
        return changes
    }

    private func name() throws(BuildkiteProblem) -> String? {
        switch body["name"] {
        case nil: return nil
        case .string(let name)? where !name.isEmpty: return name
        default: throw .invalidField("name", "Name can't be blank")
        }
    }

    private func checkEcosystem() throws(BuildkiteProblem) {
        switch body["ecosystem"] {
        case nil, .string("python")?: return
        default: throw .invalidField("ecosystem", "Ecosystem must be python")
        }
    }

    private func checkTeams() throws(BuildkiteProblem) {
        switch body["team_ids"] {
        case nil, .null?, .array?: return
        default: throw .invalidField("team_ids", "Team ids must be a list")
        }
    }

    private func isPublic() throws(BuildkiteProblem) -> Bool? {
        switch body["public"] {
        case nil: return nil
        case .boolean(let value)?: return value
        default: throw .invalidField("public", "Public must be true or false")
        }
    }

    /// Of something that has none yet.
    private func value(_ change: SettingChange<String>) -> String? {
        if case .set(let value) = change { value } else { nil }
    }

    private func text(_ key: String) throws(BuildkiteProblem) -> SettingChange<String> {
        switch body[key] {
        case nil: return .unchanged
        case .null?, .string("")?: return .cleared
        case .string(let text)?: return .set(text)
        default: throw .invalidField(key, "\(key) must be a text")
        }
    }

    /// An array of statements, or the same as text: JSON or YAML.
    private func policy() throws(BuildkiteProblem) -> SettingChange<String> {
        let key = "oidc_policy"
        let text: String
        switch body[key] {
        case nil: return .unchanged
        case .null?, .string("")?: return .cleared
        case .string(let given)?: text = given
        case .array?: text = body[key]?.text ?? ""
        default: throw .invalidField(key, "OIDC policy must be a list of statements, or the text of one")
        }
        do throws(OIDCPolicyText.Problem) {
            _ = try OIDCPolicyText.parse(text)
        } catch {
            throw .invalidField(key, "OIDC policy cannot be used: \(error)")
        }
        return .set(text)
    }
}
