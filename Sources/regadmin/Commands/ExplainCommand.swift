internal import ArgumentParser
internal import PythonPackaging
internal import RegistryCore

struct ExplainCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say which registry answers for a project's name, and why.",
        discussion: """
            In a composite registry the first source that has a project supplies all of its files. An index elsewhere is
            asked only for names that no source has, ever held or reserves. Nobody is asked by this command.

            Examples:
              regadmin explain requests
              regadmin explain acme-tools --in acme/all --json

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The project, any spelling.") var project: String
    @Option(
        name: .customLong("in"),
        help: ArgumentHelp("In this registry; in all composite ones where none is named.", valueName: "org/registry"))
    var registry: RegistryPath?

    func execute(_ console: Console) throws -> ExitStatus {
        guard let name = ProjectName(project) else {
            throw RegistryError.invalidReference(project, problem: "it is not a project name")
        }
        return try reading { registries in
            let paths =
                try registry.map { [$0] } ?? registries.registries().filter { $0.kind == .composite }.map(\.path)
            if paths.isEmpty {
                throw CommandFailure(
                    "explain", "there is no composite registry", advice: "name a registry with --in", status: .usage)
            }
            for path in paths { console.report(ExplanationEvent(try registries.explain(name, in: path))) }
            return .clean
        }
    }
}

/// Who answers for a name in a registry, and why.
struct ExplanationEvent: OutputEvent {
    static let event = "explanation"

    struct Member: Encodable {
        let registry: String
        let kind: String
        let official: Bool
        let files: Int
        let status: String?
        let heldUntil: String?
        let reservation: String?
    }

    let registry: String
    let kind: String
    let project: String
    /// `held`, `reserved`, `ever-held`, `external` or `unknown`.
    let rule: String
    /// Who supplies files, or the first who is asked; nil for nobody.
    let answers: String?
    /// All who are asked, in order.
    let asked: [String]
    /// Who holds, reserves or held the name.
    let by: String?
    /// What reserves it.
    let reservation: String?
    /// When the last file of it was deleted.
    let heldUntil: String?
    let members: [Member]

    init(_ explanation: NameExplanation) {
        registry = "\(explanation.registry)"
        kind = explanation.kind.rawValue
        project = explanation.project
        rule = explanation.resolution.rule
        asked = explanation.resolution.upstreams.map { "\($0.path)" }
        var (answers, by, reservation, heldUntil): (String?, String?, String?, String?)
        switch explanation.resolution {
        case .held(let member): (answers, by) = ("\(member.path)", "\(member.path)")
        case .reserved(let what, let member): (by, reservation) = ("\(member.path)", "\(what)")
        case .everHeld(let member, let until): (by, heldUntil) = ("\(member.path)", Timestamp.text(until))
        case .external(let upstreams): answers = upstreams.first.map { "\($0.path)" }
        case .unknown: break
        }
        self.answers = answers
        self.by = by
        self.reservation = reservation
        self.heldUntil = heldUntil
        members = explanation.members.map { facts in
            Member(
                registry: "\(facts.member.path)", kind: facts.member.kind.rawValue, official: facts.member.isOfficial,
                files: facts.files, status: facts.status?.rawValue, heldUntil: facts.heldUntil.map(Timestamp.text),
                reservation: facts.reservation.map { "\($0)" })
        }
    }

    var text: String? {
        var columns = Columns([.left, .left, .left])
        for member in members { columns.append(["  \(member.registry)", member.kind, Self.words(member)]) }
        return (["\(project) in \(registry): \(verdict)"] + columns.lines).joined(separator: "\n")
    }

    private var verdict: String {
        switch rule {
        case "held": "\(answers ?? "") supplies all files"
        case "reserved": "nobody; \(by ?? "") reserves \(reservation ?? "")"
        case "ever-held": "nobody; \(by ?? "") held it until \(heldUntil ?? "")"
        case "external": "\(asked.joined(separator: ", then ")) is asked; no source has, ever held or reserves it"
        default: "nobody; no source has it, and there is no upstream to ask"
        }
    }

    private static func words(_ member: Member) -> String {
        var parts: [String] = []
        if let status = member.status {
            let files = "\(member.files) \(member.files == 1 ? "file" : "files")"
            parts.append(member.kind == "upstream" ? "\(files) fetched" : files)
            if status != "active" { parts.append(status) }
        } else if let heldUntil = member.heldUntil {
            parts.append("held it until \(heldUntil)")
        } else {
            parts.append("does not have it")
        }
        if let reservation = member.reservation { parts.append("reserves \(reservation)") }
        return parts.joined(separator: "; ")
    }
}
