internal import RegistryCore
internal import SystemPackage

extension CommandFailure {
    /// What a registry's refusal means for a command.
    /// - Parameters:
    ///   - subject: what it is about, where it is not about the store itself.
    ///   - store: where the store is.
    init(_ error: RegistryError, about subject: String, store: FilePath) {
        if case .store(let inner) = error {
            self.init(inner, about: store)
        } else {
            let status = ExitStatus(rawValue: error.exitCode) ?? .failed
            self.init(subject, "\(error)", advice: Self.advice(for: error), status: status)
        }
    }

    private static func advice(for error: RegistryError) -> String? {
        switch error {
        case .noSuchRegistry: "see 'regadmin registry list'"
        case .noSuchOrganization: "see 'regadmin org list'"
        case .noSuchUser: "see 'regadmin user list'"
        case .noSuchToken: "see 'regadmin token list --all'"
        case .noSuchFile: "see 'regadmin list'"
        case .noSuchMember: "see 'regadmin contents'"
        case .registryNotEmpty, .organizationNotEmpty: "say --force to delete it with all that is in it"
        case .notASource: "see 'regadmin registry show'"
        case .registryInUse: "take it out of them with 'regadmin registry update --remove-upstream'"
        default: nil
        }
    }
}
