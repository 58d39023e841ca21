internal import ArgumentParser
internal import RegistryCore

/// The files that a command changes: named one by one, so that none goes by accident.
struct NamedFiles: ParsableArguments {
    @Argument(help: "FILENAME, PROJECT==VERSION, each perhaps behind ORG/REGISTRY/, or a digest.")
    var references: [String] = []

    @Option(
        name: [.customLong("in"), .customLong("from")],
        help: ArgumentHelp("The registry, where a reference does not name one.", valueName: "org/registry"))
    var registry: RegistryPath?

    @Option(help: ArgumentHelp("All files of this project.", valueName: "name"))
    var project: [String] = []

    @Option(
        help: ArgumentHelp("References, one on each line; '-' is standard input.", valueName: "file"),
        completion: .file())
    var fromFile: String?

    func validate() throws {
        if references.isEmpty, project.isEmpty, fromFile == nil { throw ValidationError("nothing is named") }
    }

    /// What is meant and there; complaints are made about the rest.
    /// - Returns: selections in the order given, and whether all of them mean something.
    func selections(_ registries: Registry, _ console: Console) throws -> (found: [FileSelection], isComplete: Bool) {
        var texts = references
        if let fromFile {
            texts += try CommandInput.read(fromFile).split(whereSeparator: \.isNewline)
                .map { $0.trimmingBlanks }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
        }
        var selections = try texts.map { try selection($0) }
        for name in project {
            guard case .project(let name, let path) = try FileSelection(name) else {
                throw CommandFailure(name, "is not a project", status: .usage)
            }
            selections.append(.project(name, in: path ?? registry))
        }
        var found: [FileSelection] = []
        var isComplete = true
        for selection in selections {
            do throws(RegistryError) {
                found += try settle(selection, registries)
            } catch {
                guard error.exitCode == ExitStatus.faults.rawValue else { throw error }
                isComplete = false
                console.complain(Complaint(subject: "\(selection)", message: "\(error)"))
            }
        }
        return (found, isComplete)
    }

    /// Those that still mean something, after some may have been deleted.
    func remaining(of selections: [FileSelection], in registries: Registry) throws(RegistryError) -> [FileSelection] {
        var found: [FileSelection] = []
        for selection in selections {
            do throws(RegistryError) {
                try registries.files(selected: selection) { _ in false }
                found.append(selection)
            } catch .noSuchFile {
                continue
            }
        }
        return found
    }

    private func selection(_ text: String) throws -> FileSelection {
        let selection = try FileSelection(text)
        switch selection {
        case .registry:
            throw CommandFailure(
                text, "is a whole registry", advice: "see 'regadmin registry delete --force'", status: .usage)
        case .project:
            throw CommandFailure(
                text, "is a whole project", advice: "say --project \(text), if that is meant", status: .usage)
        case .release, .filename, .file, .digest: return selection.in(registry)
        }
    }

    /// The same for one registry: files of the same name in several are never meant at once.
    private func settle(
        _ selection: FileSelection, _ registries: Registry
    ) throws(RegistryError) -> [FileSelection] {
        var paths: Set<RegistryPath> = []
        var names: [FileSelection] = []
        let isDigest = if case .digest = selection { true } else { false }
        try registries.files(selected: selection) { file in
            if isDigest, registry ?? file.registry == file.registry {
                names.append(.file(file.id, in: file.registry))
            }
            paths.insert(file.registry)
            return true
        }
        if isDigest {
            if names.isEmpty { throw .noSuchFile("\(selection)") }
            return names
        }
        guard paths.count == 1 else {
            let list = paths.sorted().map(\.description).joined(separator: ", ")
            throw .invalidReference(
                "\(selection)", problem: "it is in several registries (\(list)); say which with --in")
        }
        return [selection]
    }
}

extension Substring {
    /// Without spaces and tabs at either end.
    fileprivate var trimmingBlanks: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var rest = drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(rest)
    }
}
