internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// How clients use a registry.

extension Pages {
    func addSetup(to routes: inout RouteTable) {
        get(&routes, "\(Self.registry)/setup") { visit in try await visit.showSetup() }
        post(&routes, "\(Self.registry)/setup") { visit in try await visit.makeSetupToken() }
    }
}

extension PageVisit {
    /// What a token that is made on this page may do, by the word in the form.
    private enum Purpose: String {
        case install, publish

        var scopes: ScopeSet { self == .install ? .readPackages : [.readPackages, .writePackages] }
    }

    fileprivate func showSetup(secret: String? = nil) async throws -> Response {
        let (path, access) = try readableRegistry()
        guard let base = publicURL else { throw HTTPProblem(.badRequest, "no usable Host") }
        let (info, newest) = try await read { registry in
            let info = try registry.registry(at: path, isCounting: false)
            return (info, try registry.newestFiles(in: path, limit: 1).files.first)
        }
        let settings = services.settings
        let snippets = RegistrySnippets(
            path: path, number: info.number, kind: info.kind, isPrivate: !access.isPublic, base: base,
            dialects: settings.dialects, giteaRegistry: settings.giteaRegistry, secret: secret,
            project: newest?.normalizedProject ?? "your-project")
        let choices = try tokenChoices(info, access)
        let publishing = snippets.publishing
        return page(
            SetupContent(
                title: "\(info.name): setup and usage", head: RegistryHead(info, access, at: .setup, links),
                hasSecret: secret != nil, tokenChoice: ChoiceField(legend: "It may", name: "scopes", choices: choices),
                canMakeToken: !choices.isEmpty,
                makeToken: links.registry(path, "setup"), suggestsSigningIn: session == nil,
                needsToken: !access.isPublic, preparation: snippets.preparation, installing: snippets.installing,
                publishing: publishing, canBePublishedTo: !publishing.isEmpty, isComposite: info.kind == .composite))
    }

    /// What the visitor may give to a token of theirs.
    private func tokenChoices(_ info: RegistryInfo, _ access: Access) throws(RegistryError) -> [FormChoice] {
        guard try mayMakeTokens(), caller.scopes.contains(.readPackages) else { return [] }
        var choices = [FormChoice(value: Purpose.install.rawValue, label: "install", isChosen: true)]
        if info.kind == .source, access.canPublish {
            choices.append(
                FormChoice(
                    value: Purpose.publish.rawValue, label: "install and publish", isChosen: false))
        }
        return choices
    }

    fileprivate func makeSetupToken() async throws -> Response {
        let form = try await form()
        let (path, access) = try readableRegistry()
        let purpose = Purpose(rawValue: form["scopes"]) ?? .install
        var new = try newToken(purpose.scopes)
        guard purpose == .install || access.canPublish else {
            throw PageProblem.forbidden("You may not publish to this registry.")
        }
        new.description = "Setup of \(path)"
        new.limit = .registry(path)
        let (actor, given) = (actor, new)
        let secret = try await read { try $0.createToken(given, by: actor).secret }
        return try await showSetup(secret: secret)
    }
}
