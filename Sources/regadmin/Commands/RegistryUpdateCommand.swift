internal import ArgumentParser
internal import RegistryCore
internal import RegistryServer

struct RegistryUpdateCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change a registry's settings.",
        discussion: """
            What is not named stays as it is.  A new name moves the registry to the name's slug: the words of the name
            in lower case, joined by hyphens.  The old path then leads nowhere.

            The members of a composite registry are replaced by --upstream, all of them and in that order; or changed one
            by one with --add-upstream and --remove-upstream.

            Examples:
              regadmin registry update acme/packages --visibility public --description "What our teams publish"
              regadmin registry update acme/packages --reserve 'acme-*' --unreserve acme-old
              regadmin registry update acme/all --upstream acme/new --upstream acme/packages --upstream acme/pypi

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "ORGANIZATION/REGISTRY") var registry: RegistryPath
    @Option(help: "Its name, as people write it; it moves to the name's slug.") var name: String?
    @Option(help: "What it is for; empty for nothing.") var description: String?
    @Option(help: "Who may read it without a grant.") var visibility: Visibility?
    @Option(help: "What becomes of an upload that is not what its name says.") var inspect: InspectionMode?
    @Option(help: "How exacting the inspection of uploads is.") var profile: InspectionProfile?
    @Flag(
        inversion: .prefixedNo, help: "Filenames of files that are deleted from now on can never be used again.")
    var reserveFilenames: Bool?
    @Option(
        help: ArgumentHelp(
            "Its policy for OpenID Connect tokens, JSON or YAML; '-' is standard input, an empty file means none.",
            valueName: "file"),
        completion: .file())
    var oidcPolicy: String?
    @Option(
        help: ArgumentHelp(
            "Of a composite registry: its members from now on, in order. May be repeated.", valueName: "org/registry"))
    var upstream: [RegistryPath] = []
    @Option(
        help: ArgumentHelp(
            "Of a composite registry: a member more, behind the others. May be repeated.", valueName: "org/registry"))
    var addUpstream: [RegistryPath] = []
    @Option(
        help: ArgumentHelp("Of a composite registry: a member less. May be repeated.", valueName: "org/registry"))
    var removeUpstream: [RegistryPath] = []
    @Option(
        help: ArgumentHelp(
            "A name, or the beginning of names and a star, that no index elsewhere is asked for. May be repeated.",
            valueName: "name"))
    var reserve: [ReservationArgument] = []
    @Option(help: ArgumentHelp("What is to be reserved no more. May be repeated.", valueName: "name"))
    var unreserve: [ReservationArgument] = []
    @OptionGroup(title: "Upstream registries") var index: UpstreamArguments

    func validate() throws {
        if !upstream.isEmpty && !(addUpstream.isEmpty && removeUpstream.isEmpty) {
            throw ValidationError("--upstream says all members, and --add-upstream and --remove-upstream change them")
        }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        let registries = Registry(store: try location().open())
        defer { registries.close() }
        var changes = RegistryChanges()
        changes.name = name
        if let description { changes.description = description.isEmpty ? .cleared : .set(description) }
        changes.visibility = visibility
        changes.reservesFilenames = reserveFilenames
        if let oidcPolicy {
            let text = try CommandInput.read(oidcPolicy)
            let isEmpty = text.allSatisfy(\.isWhitespace)
            do throws(OIDCPolicyText.Problem) {
                if !isEmpty { _ = try OIDCPolicyText.parse(text) }
            } catch {
                throw CommandFailure(oidcPolicy, "is no policy: \(error)", status: .usage)
            }
            changes.oidcPolicy = isEmpty ? .cleared : .set(text)
        }
        if inspect != nil || profile != nil {
            let policy = try registries.registry(at: registry, isCounting: false).policy
            changes.policy = InspectionPolicySetting(mode: inspect ?? policy.mode, profile: profile ?? policy.profile)
        }
        changes.members =
            upstream.isEmpty ? .edit(adding: addUpstream, removing: removeUpstream) : .set(upstream)
        changes.reservations = .edit(adding: reserve.map(\.reservation), removing: unreserve.map(\.reservation))
        if !index.isEmpty {
            guard let settings = try registries.registry(at: registry, isCounting: false).upstream else {
                throw CommandFailure("\(registry)", "is no upstream registry", status: .usage)
            }
            changes.upstream = try index.applied(to: settings)
        }
        let info = try registries.updateRegistry(registry, changes)
        console.report(RegistryEvent(info, try registries.reservations(in: info.path), hasCounts: false))
        return .clean
    }
}
