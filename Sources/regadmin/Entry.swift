internal import ArgumentParser

@main
struct Entry {
    static func main() {
        RegadminCommand.main()
    }
}

struct RegadminCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regadmin", abstract: "Administer a private Python package registry.")
}
