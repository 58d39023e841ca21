internal import ArgumentParser
internal import RegistryCore

struct CatCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "cat", abstract: "Write one member of a file's archive to standard output.",
        discussion: """
            On a terminal, binary members are refused and control characters are escaped, unless --force is given.

            Example:
              regadmin cat demo-1.0-py3-none-any.whl demo-1.0.dist-info/METADATA

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Which file: its name, or a digest.")
    var reference: String

    @Argument(help: "The member's path, as 'regadmin contents' has it.")
    var member: String

    @Option(name: .customLong("in"), help: ArgumentHelp("Only of this registry.", valueName: "org/registry"))
    var registry: RegistryPath?

    @Flag(help: "Write the bytes as they are to a terminal, too.")
    var force = false

    func validate() throws {
        if global.json { throw ValidationError("cat writes the member's bytes; there is no --json") }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        try reading { registries in
            let file = try registries.single(reference, in: registry)
            guard StandardStream.output.isTerminal, !force else {
                try registries.stream(member: member, of: file) { run in
                    unsafe run.withUnsafeBytes { bytes in unsafe StandardStream.write(bytes, to: .output) }
                    return true
                }
                return .clean
            }
            var screen = TextScreen()
            try registries.stream(member: member, of: file) { run in
                screen.append(run)
                return !screen.isBinary
            }
            guard screen.end() else {
                throw CommandFailure(
                    member, "not written: it is binary, and standard output is a terminal", advice: "say --force",
                    status: .usage)
            }
            return .clean
        }
    }
}

/// Text on its way to a terminal, line by line.
private struct TextScreen {
    private var line: [UInt8] = []
    /// A NUL has come: nothing more is written.
    private(set) var isBinary = false

    /// A line longer than this is written in parts.
    private static let longestLine = 1 << 16

    mutating func append(_ run: Span<UInt8>) {
        for index in run.indices where !isBinary {
            let byte = run[index]
            if byte == 0 { isBinary = true }
            line.append(byte)
            if byte == UInt8(ascii: "\n") || line.count >= Self.longestLine { write() }
        }
    }

    /// Writes the rest; false where the text was none.
    mutating func end() -> Bool {
        if !isBinary { write() }
        return !isBinary
    }

    private mutating func write() {
        guard !isBinary, !line.isEmpty else { return }
        let isEnded = line.last == UInt8(ascii: "\n")
        if isEnded { line.removeLast() }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        let text = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            .map { SafeText.escaping(Array($0)) }.joined(separator: "\t")
        StandardStream.write(isEnded ? text + "\n" : text, to: .output)
        line = []
    }
}
