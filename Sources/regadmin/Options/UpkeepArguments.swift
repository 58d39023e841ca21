internal import ArgumentParser
internal import ContentStore

/// How upkeep of a store shares the machine with what the store is there for.
struct UpkeepArguments: ParsableArguments {
    @Flag(help: "Take a full share of the processors instead of giving way to everything else.")
    var foreground = false

    /// To be called before the store is opened: threads have the share of the one that started them.
    func takeShare() {
        if !foreground { Background.enter() }
    }
}
