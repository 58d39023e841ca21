internal import ArgumentParser
internal import RegistryCore
internal import RegistryServer

struct RegistryUpdateCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change a registry's settings.",
        discussion: """
            What is not named stays as it is.  A new name moves the registry to the name's slug: the words of the name
            in lower case, joined by hyphens.  The old path then leads nowhere.

            Example:
              regadmin registry update acme/packages --visibility public --description "What our teams publish"

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
        console.report(RegistryEvent(try registries.updateRegistry(registry, changes), hasCounts: false))
        return .clean
    }
}
