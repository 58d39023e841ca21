internal import Archives
internal import ArgumentParser

@main
struct Entry {
    static func main() {
        // Archives are read by this same executable, confined; it must not look at anything else first.
        if ArchiveWorker.isRequested { ArchiveWorker.run() }
        RegadminCommand.main()
    }
}

struct RegadminCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regadmin", abstract: "Administer a private Python package registry.")
}
