internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// Registries are made.

extension Pages {
    func addNewRegistry(to routes: inout RouteTable) {
        let address = "/organizations/{organization}/new-registry"
        get(&routes, address) { visit in try await visit.showNewRegistry(PageQuery("")) }
        post(&routes, address) { visit in try await visit.createRegistry() }
    }
}

extension PageVisit {
    /// The organization that the path names, where the visitor may make registries.
    private func administeredOrganization() throws -> String {
        let slug = context.parameters["organization"]
        let access = try registry.access(of: caller, toOrganization: slug)
        guard access.canSee else { throw PageProblem.notFound }
        guard access.allows(.writeRegistries, from: .admin) else {
            _ = try signedIn()
            throw PageProblem.forbidden("That takes an administrator's role in the organization.")
        }
        return slug
    }

    fileprivate func showNewRegistry(_ given: PageQuery, problem: String? = nil) async throws -> Response {
        let slug = try administeredOrganization()
        let index =
            problem == nil ? IndexForm(UpstreamSettings(url: "")) : IndexForm(given, hasCredentials: false)
        return page(
            NewRegistryContent(
                organization: slug, organizationLink: links.organization(slug), action: links.newRegistry(in: slug),
                name: given["name"], description: given["description"],
                visibility: RegistryForm.visibility(Visibility(rawValue: given["visibility"]) ?? .private),
                kind: RegistryForm.kind(
                    RegistryKind(rawValue: given["kind"]) ?? .source, offersUpstream: caller.isSiteAdministrator),
                members: given["members"], index: caller.isSiteAdministrator ? index : nil,
                opensIndex: given["kind"] == RegistryKind.upstream.rawValue, problem: problem),
            status: problem == nil ? .ok : .unprocessableContent)
    }

    fileprivate func createRegistry() async throws -> Response {
        let form = try await form()
        let slug = try administeredOrganization()
        do {
            var settings = RegistrySettings()
            settings.description = form["description"]
            settings.visibility = Visibility(rawValue: form["visibility"]) ?? .private
            settings.kind = RegistryKind(rawValue: form["kind"]) ?? .source
            switch settings.kind {
            case .source: break
            case .composite: settings.members = try RegistryForm.members(form["members"], in: slug)
            // Where the server asks around is the operator's to say.
            case .upstream where !caller.isSiteAdministrator:
                throw PageProblem.forbidden("A registry that stands for an index elsewhere takes a site administrator.")
            case .upstream:
                settings.upstream = try IndexForm.settings(form, instead: nil)
                // What installers take, as at the command line.
                settings.policy.profile = .legacy
            }
            // A composite registry is private whatever is ticked.
            if settings.kind == .composite { settings.visibility = .private }
            let (actor, caller, name, wanted) = (actor, caller, form["name"], settings)
            let made = try await read { registry in
                try registry.checkMembers(wanted.members, instead: [], of: caller)
                return try registry.createRegistry(named: name, in: slug, settings: wanted, by: actor)
            }
            return redirect(to: links.registry(made.path, "setup"), done: .registryCreated)
        } catch RegistryError.invalidSlug {
            return try await showNewRegistry(form, problem: "The name needs a letter or a digit of ASCII.")
        } catch let error as RegistryError {
            guard let problem = RegistryForm.problem(error) else { throw error }
            return try await showNewRegistry(form, problem: problem)
        }
    }
}
