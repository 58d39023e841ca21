internal import ContentStore
internal import SystemPackage

extension CommandFailure {
    /// What a store's refusal means for a command.
    init(_ error: StoreError, about path: FilePath) {
        let status = ExitStatus(rawValue: error.exitCode) ?? .failed
        // The subject is named once.
        var message = "\(error)"
        if message.hasPrefix(path.string + " ") { message.removeFirst(path.string.count + 1) }
        self.init(path.string, message, advice: Self.advice(for: error), status: status)
    }

    private static func advice(for error: StoreError) -> String? {
        switch error {
        case .notAStore: "name another one with --store; ingest makes one where there is nothing"
        case .indexDamaged: "see 'regadmin restore --index', which brings back the newest copy of the index"
        case .formatTooNew: "use the release that wrote it, or a newer one"
        case .restoreUnfinished: "run 'regadmin restore' with the same backup again, which does the rest"
        case .unsupportedFileSystem: "keep the store on a local disk"
        case .collectorRunning, .lockBusy, .readersFull: "try again when it has ended"
        case .noSpace, .belowReserve: "delete what is not needed and run 'regadmin gc', which works on a full disk"
        case .indexPanic, .syncFailed: "look at the disk and its log before going on"
        default: nil
        }
    }
}
