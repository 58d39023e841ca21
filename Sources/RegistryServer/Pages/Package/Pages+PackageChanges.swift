internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// Yanking and deleting files, each with a page that names what goes.

extension Pages {
    func addPackageChanges(to routes: inout RouteTable) {
        for change in PackageChange.allCases {
            get(&routes, "\(Self.package)/\(change.rawValue)") { visit in try await visit.confirm(change) }
            post(&routes, "\(Self.package)/\(change.rawValue)") { visit in try await visit.carryOut(change) }
        }
    }
}

/// What can be done with files, by the last word of the address.
enum PackageChange: String, CaseIterable {
    case yank, unyank, delete

    var verb: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    var sentence: String {
        switch self {
        case .yank:
            "Installers will pass over what is yanked, unless it is asked for by its exact version. It can still be "
                + "downloaded, and this can be undone."
        case .unyank: "Installers will take it again."
        case .delete:
            "Whoever installs this version, or has it in a lock file, will not find it any more. This cannot be undone."
        }
    }

    var notice: PageNotice {
        switch self {
        case .yank: .fileYanked
        case .unyank: .fileUnyanked
        case .delete: .fileDeleted
        }
    }

    func isAllowed(_ place: PackagePlace) -> Bool { self == .delete ? place.mayDelete : place.mayYank }

    var need: String {
        self == .delete ? "an administrator's role" : "a writer's role"
    }
}

extension PageVisit {
    /// Bytes of a reason.
    private static let reasonLimit = 255

    /// The file in question, where the visitor may do that with it, and whether all of its version is meant.
    private func changeable(_ change: PackageChange) async throws -> (place: PackagePlace, isWhole: Bool) {
        let place = try await package()
        guard change.isAllowed(place) else {
            _ = try signedIn()
            throw PageProblem.forbidden("That takes \(change.need), and a session that reaches as far.")
        }
        return (place, query["of"] == "version")
    }

    /// What would change.
    private func files(_ change: PackageChange, _ place: PackagePlace, isWhole: Bool) -> [ProjectOverview.File] {
        let release = place.release
        guard isWhole else { return release.filter { $0.id == place.file.id } }
        return switch change {
        case .yank: release.filter { !$0.isYanked }
        case .unyank: release.filter(\.isYanked)
        case .delete: release
        }
    }

    fileprivate func confirm(_ change: PackageChange, problem: String? = nil) async throws -> Response {
        let (place, isWhole) = try await changeable(change)
        let files = files(change, place, isWhole: isWhole)
        let file = place.file
        let what = isWhole ? "\(file.project) \(file.version)" : file.filename
        let action =
            links.package(file.id, in: place.path, change.rawValue)
            + (isWhole ? "?of=version&count=\(files.count)" : "")
        return page(
            ConfirmationContent(
                title: "\(change.verb) \(what)?", sentence: change.sentence,
                items: files.map { .init(name: $0.filename, detail: PageFormats.size($0.size)) },
                reason: change == .yank
                    ? .init(label: "Why: shown to whoever asks for it (optional)", limit: Self.reasonLimit) : nil,
                action: action,
                button: isWhole
                    ? "\(change.verb) \(PageFormats.count(files.count, "file", "files"))" : "\(change.verb) the file",
                cancel: links.package(file.id, in: place.path), problem: problem),
            status: problem == nil ? .ok : .unprocessableContent)
    }

    fileprivate func carryOut(_ change: PackageChange) async throws -> Response {
        let form = try await form()
        let (place, isWhole) = try await changeable(change)
        let (path, actor, reason) = (place.path, actor, form["reason"])
        guard reason.utf8.count <= Self.reasonLimit else {
            return try await confirm(change, problem: "The reason may have \(Self.reasonLimit) bytes at most.")
        }
        let files = files(change, place, isWhole: isWhole)
        guard !isWhole || query["count"] == "\(files.count)" else {
            return try await confirm(change, problem: "The version has other files by now. Look at them again.")
        }
        let selections = files.map { FileSelection.file($0.id, in: path) }
        try await read { registry in
            switch change {
            case .yank: _ = try registry.yank(selections, reason: reason, by: actor)
            case .unyank: _ = try registry.unyank(selections, by: actor)
            case .delete: _ = try registry.delete(selections, by: actor)
            }
        }
        let isGone = change == .delete
        return redirect(
            to: isGone ? links.registry(path) : links.package(place.file.id, in: path), done: change.notice)
    }
}
