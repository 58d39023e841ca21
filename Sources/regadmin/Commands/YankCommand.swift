internal import ArgumentParser
internal import RegistryCore

struct YankCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "yank", abstract: "Mark files as not to be installed unless asked for by exact version.",
        discussion: """
            Examples:
              regadmin yank acme/packages/demo==1.0 --reason "breaks on Python 3.13"
              regadmin yank --undo acme/packages/demo==1.0

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: NamedFiles

    @Option(help: "What installers show; at most 255 bytes.")
    var reason: String?

    @Flag(help: "Take the mark away.")
    var undo = false

    func validate() throws {
        if undo, reason != nil { throw ValidationError("--undo needs no --reason") }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        try writing { registries in
            try YankChange(named: named, reason: undo ? nil : reason ?? "").make(in: registries, console)
        }
    }
}

struct UnyankCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "unyank", abstract: "Take the mark of 'yank' away.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: NamedFiles

    func execute(_ console: Console) throws -> ExitStatus {
        try writing { registries in try YankChange(named: named, reason: nil).make(in: registries, console) }
    }
}

/// A mark that is set, or taken away.
private struct YankChange {
    let named: NamedFiles
    /// Nil takes the mark away.
    let reason: String?

    func make(in registries: Registry, _ console: Console) throws -> ExitStatus {
        let (selections, isComplete) = try named.selections(registries, console)
        let tell: (FileEntry) -> Void = { console.report(YankedEvent($0, reason: reason)) }
        let changed =
            if let reason {
                try registries.yank(selections, reason: reason, onFile: tell)
            } else {
                try registries.unyank(selections, onFile: tell)
            }
        console.report(YankSummaryEvent(changed: changed, isYanked: reason != nil))
        return isComplete ? .clean : .faults
    }
}

/// A file whose mark has changed.
struct YankedEvent: OutputEvent {
    static let event = "yanked"
    static let isDetail = true
    var eventName: String { reason == nil ? "unyanked" : Self.event }
    let reference: String
    let reason: String?

    init(_ file: FileEntry, reason: String?) {
        reference = file.reference
        self.reason = reason
    }

    var text: String? { "\(eventName)  \(SafeText.escaping(reference))" }
}

/// What `yank` prints at its end.
struct YankSummaryEvent: OutputEvent {
    static let event = "summary"
    let changed: Int
    private let isYanked: Bool

    private enum CodingKeys: String, CodingKey { case changed }

    init(changed: Int, isYanked: Bool) {
        self.changed = changed
        self.isYanked = isYanked
    }

    var text: String? { "\(isYanked ? "yanked" : "unyanked") \(changed) files" }
}
