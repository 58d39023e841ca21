internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// What a composite registry shows, or which index an upstream one stands for.

extension Pages {
    func addUpstreams(to routes: inout RouteTable) {
        get(&routes, "\(Self.registry)/upstreams") { visit in try await visit.showUpstreams() }
        post(&routes, "\(Self.registry)/upstreams") { visit in try await visit.saveUpstreams() }
    }
}

extension PageVisit {
    fileprivate func showUpstreams(given: String? = nil, problem: String? = nil) async throws -> Response {
        let (path, access) = try readableRegistry()
        let caller = caller
        let (info, visible) = try await read { registry in
            let info = try registry.registry(at: path, isCounting: false)
            return (info, try info.members.map { try registry.access(of: caller, to: $0.path).canSee })
        }
        guard info.kind != .source else { throw PageProblem.notFound }
        let rows = zip(info.members, visible).enumerated().map { place, member in
            UpstreamsContent.Row(
                position: place + 1, name: member.0.path.registry,
                link: member.1 ? links.registry(member.0.path) : nil,
                kind: member.0.isOfficial ? "upstream, official" : member.0.kind.rawValue)
        }
        let mayChange = info.kind == .composite && access.canAdminister
        return page(
            UpstreamsContent(
                title: "\(info.name): upstreams", head: RegistryHead(info, access, at: .upstreams, links),
                isComposite: info.kind == .composite, rows: rows, isEmpty: rows.isEmpty,
                action: mayChange ? links.registry(path, "upstreams") : nil,
                members: given ?? info.members.map(\.path.registry).joined(separator: "\n"),
                upstream: info.upstream.map(IndexFacts.init), problem: problem),
            status: problem == nil ? .ok : .unprocessableContent)
    }

    fileprivate func saveUpstreams() async throws -> Response {
        let form = try await form()
        let (path, _) = try registry("an administrator's role") { $0.canAdminister }
        do {
            var changes = RegistryChanges()
            let members = try RegistryForm.members(form["members"], in: path.organization)
            changes.members = .set(members)
            let (actor, caller, wanted) = (actor, caller, changes)
            try await read { registry in
                let current = try registry.registry(at: path, isCounting: false).members
                try registry.checkMembers(members, instead: current, of: caller)
                _ = try registry.updateRegistry(path, wanted, by: actor)
            }
            return redirect(to: links.registry(path, "upstreams"), done: .settingsSaved)
        } catch let error as RegistryError {
            guard let problem = RegistryForm.problem(error) else { throw error }
            return try await showUpstreams(given: form["members"], problem: problem)
        }
    }
}
