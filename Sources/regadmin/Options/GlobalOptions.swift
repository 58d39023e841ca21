internal import ArgumentParser
internal import SystemPackage

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where the store is.",
            discussion: "Else $REGADMIN_STORE, else $XDG_DATA_HOME/regadmin, else ~/.local/share/regadmin.",
            valueName: "dir"),
        completion: .directory)
    var store: String?

    @Flag(help: "Print one JSON object per line, with the same facts.")
    var json = false

    @Flag(
        name: [.short, .long],
        help: "Say nothing but results and complaints: no notices, no progress, no line per file.")
    var quiet = false
}
