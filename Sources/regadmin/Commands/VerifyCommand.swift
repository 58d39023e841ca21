internal import ArgumentParser

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Compare what is stored with what should be.",
        discussion: """
            'regadmin verify' is 'regadmin verify checksums'. Nothing is changed unless asked for.

            \(ExitStatus.help)
            """,
        subcommands: [VerifyChecksumsCommand.self, VerifyIndexCommand.self, VerifyAllCommand.self],
        defaultSubcommand: VerifyChecksumsCommand.self)
}
