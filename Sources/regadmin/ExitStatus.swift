/// What the exit status of every command says.
enum ExitStatus: Int32 {
    /// Done, and nothing was wrong.
    case clean = 0
    /// Done, and something was wrong: a file was refused, a blob is damaged, a name is not there.
    case faults = 1
    /// The command line cannot be understood, or asks for what makes no sense.
    case usage = 2
    /// The store cannot be opened: it is not there, damaged, read-only, or of a newer release.
    case unusable = 3
    /// Stopped early, by a signal or a budget; the same command goes on where it stopped.
    case stopped = 4
    /// Another process is doing what only one may do; try again.
    case busy = 5
    /// Could not finish: a call on the disk or the index failed.
    case failed = 6
    /// No space left.
    case noSpace = 7

    /// The paragraph of every command's help.
    static let help = """
        Exit status: 0 clean, 1 faults found, 2 usage, 3 the store cannot be opened, 4 stopped early (run it again \
        to go on), 5 busy, 6 could not finish, 7 no space left.
        """
}
