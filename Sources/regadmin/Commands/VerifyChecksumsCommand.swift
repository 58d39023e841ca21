internal import ArgumentParser
internal import ContentStore

struct VerifyChecksumsCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "checksums", abstract: "Read blobs again and compare all digests with those recorded.",
        discussion: """
            Begins with what was verified least recently, so that runs with a budget get round. Changes nothing but \
            the notes of when each blob was verified and which are damaged, unless --quarantine or --repair-from is \
            given. Names the packages that a damaged blob belongs to. See also 'regadmin verify index' and \
            'regadmin verify all'.

            Examples:
              regadmin verify
              regadmin verify --max-duration 2h --rate 50MB      every night a part
              regadmin verify --repair-from /mirror              mend what is damaged with good copies
              regadmin verify acme/packages/demo-1.0.tar.gz      one file

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var scope: VerificationScope

    func execute(_ console: Console) throws -> ExitStatus {
        let interruption = Interruption.take(console)
        let store = try location().openForVerifying(console)
        defer { store.close() }
        return try ChecksumVerification(
            store: store, options: scope.options, console: console, interruption: interruption
        ).run()
    }
}
