internal import ArgumentParser
internal import RegistryCore

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Show who changed what, newest first.",
        discussion: "'regadmin audit' is 'regadmin audit list'.\n\n\(ExitStatus.help)",
        subcommands: [AuditListCommand.self, AuditPruneCommand.self], defaultSubcommand: AuditListCommand.self)
}

/// An entry of the audit log.
struct AuditedEvent: OutputEvent {
    static let event = "audit"
    let number: UInt64
    let time: String
    let action: String
    let subject: String
    let detail: String
    let actor: String
    /// `local`, `user`, `token`, `oidc` or `anonymous`.
    let actorKind: String
    let tokenID: String?
    let address: String?
    let via: String

    init(_ event: AuditEvent) {
        number = event.number
        time = Timestamp.text(event.time)
        action = event.action.rawValue
        subject = event.subject
        detail = event.detail
        actor = event.actor.name
        actorKind = "\(event.actor.kind)"
        tokenID = event.actor.tokenID
        address = event.actor.address
        via = event.actor.via.rawValue
    }

    // A person has it as a line of a table.
    var text: String? { nil }

    var row: [String] {
        let way = address.map { "\(via) from \($0)" } ?? via
        return [
            "\(number)", time, SafeText.escaping(actor), SafeText.escaping(way), SafeText.escaping(action),
            SafeText.escaping(subject), SafeText.escaping(detail),
        ]
    }
}

struct AuditListCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show entries of the audit log, newest first.",
        discussion: """
            Examples:
              regadmin audit --since 24h
              regadmin audit --action file.delete --subject acme
              regadmin audit --actor alice --limit 1000 --json

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: ArgumentHelp("Not older than this: 30m, 24h, 7d.", valueName: "time")) var since: TimeSpan?
    @Option(
        help: ArgumentHelp("Only this: file.delete, or file for everything on files.", valueName: "name"),
        completion: .list([
            "file", "project", "registry", "organization", "user", "grant", "token", "audit",
        ]))
    var action: String?
    @Option(help: ArgumentHelp("Only about this, and what is in it.", valueName: "name")) var subject: String?
    @Option(help: ArgumentHelp("Only by this user, job, login, or token id.", valueName: "name")) var actor: String?
    @Option(help: ArgumentHelp("At most so many; 0 for all.", valueName: "number")) var limit = 100

    func validate() throws {
        if limit < 0 { throw ValidationError("--limit is less than nothing") }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        console.bufferResults()
        var filter = AuditFilter()
        filter.since = since.map { Timestamp.now - $0.seconds * 1000 }
        filter.action = action
        filter.subject = subject
        filter.actor = actor
        return try reading { registries in
            var table = Self.table
            var lines = 0
            var count = 0
            func flush() {
                for line in table.lines { console.print(line) }
                table = Self.table
                lines = 0
            }
            try registries.forEachAuditEvent(matching: filter) { event in
                let event = AuditedEvent(event)
                console.report(event)
                table.append(event.row)
                lines += 1
                count += 1
                if lines == Self.linesPerTable { flush() }
                return limit == 0 || count < limit
            }
            flush()
            return .clean
        }
    }

    /// Lines that are aligned with each other at most.
    private static let linesPerTable = 500

    private static var table: Columns { Columns([.right, .left, .left, .left, .left, .left, .left]) }
}

struct AuditPruneCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Remove the oldest entries of the audit log.",
        discussion: "Nothing is removed unless it is asked for; that something was is an entry itself.\n\n"
            + ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Option(help: ArgumentHelp("How old at least.", valueName: "time")) var olderThan: TimeSpan

    func execute(_ console: Console) throws -> ExitStatus {
        try writing { registries in
            let count = try registries.pruneAudit(before: Timestamp.now - olderThan.seconds * 1000)
            console.report(PrunedEvent(count: count, kind: "entries"))
            return .clean
        }
    }
}
