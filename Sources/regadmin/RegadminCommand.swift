internal import ArgumentParser

struct RegadminCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regadmin", abstract: "Administer a private registry of Python packages.",
        discussion: """
            Start with:
              regadmin ingest dist/          put every wheel and sdist below dist/ into the store
              regadmin list                  see what is there
              regadmin verify                read everything again and compare

            \(ExitStatus.help)
            """,
        version: Release.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Package",
                subcommands: [
                    IngestCommand.self, MirrorCommand.self, ListCommand.self, ShowCommand.self, ContentsCommand.self,
                    CatCommand.self,
                    ExportCommand.self,
                    ExplainCommand.self, DeleteCommand.self, YankCommand.self, UnyankCommand.self,
                ]),
            CommandGroup(
                name: "Operation",
                subcommands: [
                    ServeCommand.self, VerifyCommand.self, GCCommand.self, BackupCommand.self, RestoreCommand.self,
                    StatsCommand.self,
                    DoctorCommand.self, DigestCommand.self, UpstreamCommand.self,
                ]),
            CommandGroup(
                name: "Administration",
                subcommands: [
                    RegistryCommand.self, ProjectCommand.self, OrgCommand.self, UserCommand.self, TokenCommand.self,
                    AuditCommand.self,
                ]),
        ])
}
