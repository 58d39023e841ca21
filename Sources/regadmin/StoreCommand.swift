internal import ArgumentParser
internal import ContentStore
internal import RegistryCore
internal import SystemPackage

/// A subcommand: options, one call into the registry, and words for what came of it.
protocol StoreCommand: ParsableCommand {
    var global: GlobalOptions { get }

    /// Does the work.  Complaints about single things are made on the way, and are the status; what is
    /// thrown ended the command.
    func execute(_ console: Console) throws -> ExitStatus
}

extension StoreCommand {
    func run() throws {
        let console = Console(isJSON: global.json, isQuiet: global.quiet)
        let status: ExitStatus
        do {
            status = try execute(console)
        } catch let failure as CommandFailure {
            status = end(with: failure, console)
        } catch let error as StoreError {
            status = end(with: CommandFailure(error, about: try location().path), console)
        } catch let error as RegistryError {
            let path = try location().path
            status = end(with: CommandFailure(error, about: path.string, store: path), console)
        }
        console.flush()
        if status != .clean { throw ExitCode(status.rawValue) }
    }

    private func end(with failure: CommandFailure, _ console: Console) -> ExitStatus {
        console.endProgress()
        console.fail(failure)
        return failure.status
    }

    /// Where the store is.
    func location() throws(CommandFailure) -> StoreLocation { try StoreLocation(option: global.store) }
}
