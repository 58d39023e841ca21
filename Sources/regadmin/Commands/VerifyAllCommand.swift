internal import ArgumentParser
internal import ContentStore
internal import RegistryCore

struct VerifyAllCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "all", abstract: "Check the index, then all checksums.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var upkeep: UpkeepArguments
    @OptionGroup var scope: VerificationScope

    func execute(_ console: Console) throws -> ExitStatus {
        upkeep.takeShare()
        let interruption = Interruption.take(console)
        let registries = Registry(store: try location().openForVerifying(console))
        defer { registries.close() }
        let index = try IndexVerification(registries: registries, console: console, interruption: interruption).run()
        if index == .stopped { return .stopped }
        let checksums = try ChecksumVerification(
            registries: registries, options: scope.options, console: console, interruption: interruption
        ).run()
        return checksums == .clean ? index : checksums
    }
}
