internal import ArgumentParser
internal import Digests
internal import RegistryCore
internal import SystemPackage

struct DigestCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "Print digests of files, or check files against a list of digests.",
        discussion: """
            Each file is read once for all digests that are wanted; no store is needed. The lines are those of 'sha256sum --tag' \
            and its relatives, one for each digest, files in the order given. --check reads such lines, and plain \
            ones of a digest and a name; 64 digits without a tag are a SHA256 or a BLAKE2b-256. In a directory, \
            only regular files count.

            Examples:
              regadmin digest --algorithm sha256 dist/*
              regadmin digest --recursive dist > SUMS
              regadmin digest --check SUMS --quiet

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp("Files; '-' is standard input.", valueName: "file"), completion: .file())
    var files: [String] = []

    @Option(help: ArgumentHelp("Only this digest, else all; may be repeated.", valueName: "name"))
    var algorithm: [AlgorithmArgument] = []

    @Option(
        help: ArgumentHelp("Compare files with this list; '-' is standard input.", valueName: "list"),
        completion: .file())
    var check: [String] = []

    @Flag(name: [.short, .long], help: "Take what is in directories, too.")
    var recursive = false

    @Option(help: ArgumentHelp("Threads, up to 8; else one for each processor.", valueName: "n"))
    var jobs: Int?

    func validate() throws {
        if let jobs, !(1...FileDigests.mostThreads).contains(jobs) { throw ValidationError("--jobs is 1 to 8") }
        if files.isEmpty == check.isEmpty { throw ValidationError("name either files or, with --check, lists") }
        if recursive, !check.isEmpty { throw ValidationError("--recursive is for files, not for --check") }
        if files.contains("") { throw ValidationError("an empty path names nothing") }
        if (files + check).filter({ $0 == "-" }).count > 1 { throw ValidationError("'-' can be read only once") }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        let interruption = Interruption.take(console)
        console.bufferResults()
        // Progress would be among the lines.
        if !StandardStream.output.isTerminal { console.beginProgress("digest", counting: "files") }
        defer { console.endProgress() }
        let work = DigestWork(threads: jobs, console: console, interruption: interruption)
        let wanted = algorithm.map(\.algorithm)
        let chosen = DigestAlgorithm.allCases.filter { wanted.isEmpty || wanted.contains($0) }
        if check.isEmpty { return DigestPrinting(work: work, algorithms: chosen).run(files, isRecursive: recursive) }
        var checking = DigestChecking(work: work, algorithms: chosen)
        for list in check { checking.add(try CommandInput.read(list), from: list) }
        return checking.run(isInputTaken: check.contains("-"))
    }
}

/// An algorithm as it is asked for: by the name that regadmin prints, and lists have as tags, in either case.
struct AlgorithmArgument: ExpressibleByArgument {
    let algorithm: DigestAlgorithm

    init?(argument: String) {
        let name = argument.lowercased()
        guard let found = DigestAlgorithm.allCases.first(where: { $0.name == name }) else { return nil }
        algorithm = found
    }

    static var allValueStrings: [String] { DigestAlgorithm.allCases.map(\.name) }
}

/// Files being hashed for a command.
struct DigestWork {
    let threads: Int?
    let console: Console
    let interruption: Interruption

    /// A file as the command line and lists name it.
    static func source(_ name: String) -> FileDigests.Source {
        name == "-" ? .descriptor(0) : .file(FilePath(name))
    }

    /// Hashes them; false where it was interrupted.
    func run(
        _ sources: [FileDigests.Source], of algorithms: [DigestAlgorithm], _ body: (Int, FileDigests.Outcome) -> Void
    ) -> Bool {
        let isComplete = FileDigests(threads: threads, algorithms: algorithms).compute(sources, onResult: body) {
            progress in
            console.progress(
                ProgressFigures(
                    done: Int64(progress.files), total: Int64(progress.totalFiles), bytes: progress.bytes,
                    totalBytes: progress.totalBytes))
            return !interruption.isRequested
        }
        if !isComplete { console.note("stopped early; some files have not been read") }
        return isComplete
    }

    /// Tells of a file that could not be read.
    func fail(_ path: String, _ error: RegistryError) {
        let advice = "say --recursive to take what is in it"
        var message = "cannot be read: \(error)"
        var isDirectory = false
        if case .source(let call, _, let code) = error {
            isDirectory = Errno(rawValue: code) == .isDirectory
            message = isDirectory ? "is a directory" : "cannot be read: \(call): \(Errno(rawValue: code))"
        }
        console.report(DigestFailedEvent(path: path, message: message))
        console.complain(Complaint(subject: path, message: message, advice: isDirectory ? advice : nil))
    }
}
