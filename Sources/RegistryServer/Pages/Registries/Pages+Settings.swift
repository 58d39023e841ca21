internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// A registry's settings.

extension Pages {
    func addSettings(to routes: inout RouteTable) {
        get(&routes, "\(Self.registry)/settings") { visit in try await visit.showSettings() }
        post(&routes, "\(Self.registry)/settings") { visit in try await visit.saveSettings() }
        post(&routes, "\(Self.registry)/settings/index") { visit in try await visit.saveIndex() }
        get(&routes, "\(Self.registry)/delete") { visit in try await visit.confirmDeletion() }
        post(&routes, "\(Self.registry)/delete") { visit in try await visit.deleteRegistry() }
    }
}

extension PageVisit {
    private func administered() throws -> (path: RegistryPath, access: Access) {
        try registry("an administrator's role") { $0.canAdminister }
    }

    fileprivate func showSettings(
        _ given: SettingsContent.Given? = nil, index: PageQuery? = nil, problem: String? = nil
    ) async throws -> Response {
        let (path, access) = try administered()
        let (info, reservations) = try await read { registry in
            (try registry.registry(at: path, isCounting: false), try registry.reservations(in: path))
        }
        let upstream = info.upstream
        var (form, facts): (IndexForm?, IndexFacts?)
        if let upstream, caller.isSiteAdministrator {
            form = index.map { IndexForm($0, hasCredentials: upstream.credentials != nil) } ?? IndexForm(upstream)
        } else {
            facts = upstream.map(IndexFacts.init)
        }
        let shown =
            given
            ?? SettingsContent.Given(
                description: info.description, reservesFilenames: info.reservesFilenames,
                reservations: reservations.map(\.description).joined(separator: "\n"))
        let mayDelete = access.allows(.deleteRegistries, from: .admin)
        return page(
            SettingsContent(
                title: "\(info.name): settings", head: RegistryHead(info, access, at: .settings, links),
                action: links.registry(path, "settings"),
                given: shown,
                visibility: info.kind == .composite ? nil : RegistryForm.visibility(info.visibility),
                modes: RegistryForm.modes(info.policy.mode),
                profiles: RegistryForm.profiles(info.policy.profile), isInspected: info.kind != .composite,
                takesFiles: info.kind == .source,
                index: form, indexAction: links.registry(path, "settings/index"), indexFacts: facts,
                command: Self.command(path, upstream),
                delete: mayDelete ? links.registry(path, "delete") : nil,
                problem: problem),
            status: problem == nil ? .ok : .unprocessableContent)
    }

    fileprivate func saveSettings() async throws -> Response {
        let form = try await form()
        let (path, _) = try administered()
        let given = SettingsContent.Given(
            description: form["description"], reservesFilenames: form.has("reserves_filenames"),
            reservations: form["reservations"])
        do {
            var changes = RegistryChanges()
            changes.description = given.description.isEmpty ? .cleared : .set(given.description)
            changes.visibility = Visibility(rawValue: form["visibility"])
            let kind = try await read { try $0.registry(at: path, isCounting: false).kind }
            if let mode = InspectionMode(rawValue: form["mode"]),
                let profile = InspectionProfile(rawValue: form["profile"])
            {
                changes.policy = InspectionPolicySetting(mode: mode, profile: profile)
                if kind == .source { changes.reservesFilenames = given.reservesFilenames }
            }
            changes.reservations = .set(try RegistryForm.reservations(given.reservations))
            let (actor, wanted) = (actor, changes)
            try await read { _ = try $0.updateRegistry(path, wanted, by: actor) }
            return redirect(to: links.registry(path, "settings"), done: .settingsSaved)
        } catch let error as RegistryError {
            guard let problem = RegistryForm.problem(error) else { throw error }
            return try await showSettings(given, problem: problem)
        }
    }

    // MARK: - The index that an upstream registry stands for

    /// What an operator types to change it, with what is so now.
    private static func command(_ path: RegistryPath, _ upstream: UpstreamSettings?) -> Snippet {
        let cooldown = WrittenAmount.text(seconds: upstream?.cooldownSeconds ?? 0)
        let cache = WrittenAmount.text(bytes: upstream?.cacheLimitBytes ?? 0)
        return Snippet(
            "At the command line", "regadmin registry update \(path) --cooldown \(cooldown) --cache-size \(cache)",
            hint: "All of it: regadmin registry update --help")
    }

    fileprivate func saveIndex() async throws -> Response {
        let form = try await form()
        let (path, _) = try administered()
        // Where the server asks around, and as whom, is the operator's to say.
        guard caller.isSiteAdministrator else {
            throw PageProblem.forbidden("The index of an upstream registry is for administrators of the site.")
        }
        let actor = actor
        do {
            try await read { registry in
                guard let old = try registry.registry(at: path, isCounting: false).upstream else {
                    throw PageProblem.notFound
                }
                var changes = RegistryChanges()
                changes.upstream = try IndexForm.settings(form, instead: old)
                _ = try registry.updateRegistry(path, changes, by: actor)
            }
            return redirect(to: links.registry(path, "settings"), done: .settingsSaved)
        } catch let error as RegistryError {
            guard let problem = RegistryForm.problem(error) else { throw error }
            return try await showSettings(index: form, problem: problem)
        }
    }

    // MARK: - Deletion

    private func deletable() throws -> (path: RegistryPath, access: Access) {
        try registry("an administrator's role") { $0.allows(.deleteRegistries, from: .admin) }
    }

    fileprivate func confirmDeletion(problem: String? = nil) async throws -> Response {
        let (path, _) = try deletable()
        let (info, projects) = try await read { registry in
            let info = try registry.registry(at: path)
            return (info, info.kind == .source ? try Self.someProjects(of: path, in: registry) : [])
        }
        let counts = info.counts
        let sentence =
            switch info.kind {
            case .source:
                "\(PageFormats.count(counts.projects, "project", "projects")) with "
                    + "\(PageFormats.count(counts.files, "file", "files")) of \(PageFormats.size(counts.bytes)) will go. "
                    + "Whoever installs from here will find nothing. This cannot be undone."
            case .composite: "Its members stay as they are. Whoever installs from here will find nothing."
            case .upstream: "What was fetched goes. Whoever installs from here will find nothing."
            }
        return page(
            ConfirmationContent(
                title: "Delete \(path)?", sentence: sentence, items: projects.map { .init(name: $0) },
                count: counts.projects, phrase: "\(path)", action: links.registry(path, "delete"),
                button: "Delete the registry",
                cancel: links.registry(path, "settings"), problem: problem),
            status: problem == nil ? .ok : .unprocessableContent)
    }

    /// As many of a registry's projects as a confirmation names, by name, in memory for no more than those.
    private static func someProjects(of path: RegistryPath, in registry: Registry) throws(RegistryError) -> [String] {
        var query = ReleaseQuery()
        query.order = .project
        query.isDescending = false
        query.limit = 1000
        var names: [String] = []
        for release in try registry.releases(in: [path], matching: query).releases
        where names.last != release.normalizedProject {
            names.append(release.normalizedProject)
            if names.count == ConfirmationContent.itemLimit { break }
        }
        return names
    }

    fileprivate func deleteRegistry() async throws -> Response {
        let form = try await form()
        let (path, _) = try deletable()
        guard form["phrase"] == "\(path)" else {
            return try await confirmDeletion(problem: "That is not the registry's path: nothing has been deleted.")
        }
        let actor = actor
        do {
            try await read { try $0.deleteRegistry(path, force: true, by: actor) }
        } catch let error as RegistryError {
            guard let problem = RegistryForm.problem(error) else { throw error }
            return try await confirmDeletion(problem: problem)
        }
        return redirect(to: links.organization(path.organization), done: .registryDeleted)
    }
}
