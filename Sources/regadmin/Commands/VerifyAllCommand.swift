internal import ArgumentParser
internal import ContentStore

struct VerifyAllCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "all", abstract: "Check the index, then all checksums.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var scope: VerificationScope

    func execute(_ console: Console) throws -> ExitStatus {
        let interruption = Interruption.take(console)
        let store = try location().openForVerifying(console)
        defer { store.close() }
        let index = try IndexVerification(store: store, console: console, interruption: interruption).run()
        if index == .stopped { return .stopped }
        let checksums = try ChecksumVerification(
            store: store, options: scope.options, console: console, interruption: interruption
        ).run()
        return checksums == .clean ? index : checksums
    }
}
