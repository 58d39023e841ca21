/// Where help is asked for a command that has a default subcommand, the help wanted is the default's: it is
/// what the command does, and it names the others.
enum HelpRequest {
    private static let defaults = ["ingest": "directory", "verify": "checksums"]

    /// The arguments, with the default subcommand put in where only help is asked for.
    static func redirected(_ arguments: [String]) -> [String] {
        guard arguments.count == 2 else { return arguments }
        if ["--help", "-h"].contains(arguments[1]), let name = defaults[arguments[0]] {
            return [arguments[0], name, arguments[1]]
        }
        if arguments[0] == "help", let name = defaults[arguments[1]] { return arguments + [name] }
        return arguments
    }
}
