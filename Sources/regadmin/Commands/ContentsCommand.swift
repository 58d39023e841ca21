internal import Archives
internal import ArgumentParser
internal import Digests
internal import RegistryCore

struct ContentsCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "contents", abstract: "List what is in a file's archive.",
        discussion: """
            Examples:
              regadmin contents demo-1.0-py3-none-any.whl
              regadmin contents demo-1.0.tar.gz --long

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Which file: its name, or a digest.")
    var reference: String

    @Option(name: .customLong("in"), help: ArgumentHelp("Only of this registry.", valueName: "org/registry"))
    var registry: RegistryPath?

    @Flag(name: .shortAndLong, help: "One line for each member, in archive order, with mode, size and time.")
    var long = false

    func execute(_ console: Console) throws -> ExitStatus {
        console.bufferResults()
        return try reading { registries in
            let file = try registries.single(reference, in: registry)
            let listing = try registries.contents(of: file)
            if console.isJSON {
                for member in listing.members { console.report(MemberEvent(member)) }
            } else if long {
                for member in listing.members { console.print(Self.line(member)) }
            } else {
                MemberTree(listing.members).print(on: console)
            }
            console.report(ContentsEvent(listing, reference: file.reference))
            return .clean
        }
    }

    private static func line(_ member: ArchiveMember) -> String {
        let size = member.size.map(ByteCount.exact) ?? "?"
        let time = member.modified.map { Timestamp.text($0.multipliedReportingOverflow(by: 1000).partialValue) } ?? "-"
        var line = "\(mode(member))  \(right(size, 14))  \(left(time, 20))  \(SafeText.escaping(member.path))"
        if !member.linkTarget.isEmpty { line += " -> \(SafeText.escaping(member.linkTarget))" }
        if member.isEncrypted { line += " (encrypted)" }
        return line
    }

    private static func mode(_ member: ArchiveMember) -> String {
        var text: String =
            switch member.kind {
            case .file: "-"
            case .directory: "d"
            case .symlink: "l"
            case .hardLink: "h"
            case .other: "?"
            }
        for (bit, letter) in zip(stride(from: 8, through: 0, by: -1), "rwxrwxrwx") {
            text.append(member.mode >> UInt16(bit) & 1 == 1 ? letter : "-")
        }
        return text
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

/// One member of an archive.
struct MemberEvent: OutputEvent {
    static let event = "member"
    let path: String
    /// The path's bytes in hexadecimal where they are no UTF-8.
    let pathBytes: String?
    let kind: String
    let bytes: Int64?
    let mode: Int
    let modified: Int64?
    let linkTarget: String?
    let isEncrypted: Bool
    let warning: String?

    init(_ member: ArchiveMember) {
        path = String(decoding: member.path, as: UTF8.self)
        pathBytes = member.text == nil ? Hex.encode(member.path) : nil
        kind = "\(member.kind)"
        bytes = member.size
        mode = Int(member.mode)
        modified = member.modified
        linkTarget = member.linkTarget.isEmpty ? nil : String(decoding: member.linkTarget, as: UTF8.self)
        isEncrypted = member.isEncrypted
        warning = member.warning
    }

    // A person has it as a line of a table.
    var text: String? { nil }
}

/// What `contents` prints at its end.
struct ContentsEvent: OutputEvent {
    static let event = "summary"
    let reference: String
    let format: String
    let files: Int
    let directories: Int
    let expandedBytes: Int64

    init(_ listing: ArchiveListing, reference: String) {
        self.reference = reference
        format = "\(listing.format)"
        files = listing.fileCount
        directories = listing.directoryCount
        expandedBytes = listing.expandedSize
    }

    var text: String? {
        "\(files) files, \(directories) directories, \(ByteCount.exact(expandedBytes)) bytes unpacked"
    }
}
