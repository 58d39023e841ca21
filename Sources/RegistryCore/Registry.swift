internal import Archives
public import ContentStore

/// The registries of one store: every rule of the product, for the command line and for servers alike.
///
/// All calls block; all may be made from any thread, and any number of processes may use one store.  What a call
/// reports as done survives a power cut.
public final class Registry: Sendable {
    /// Where everything is kept.
    public let store: Store
    /// How it works.
    public let options: RegistryOptions
    let archives: ArchiveWorkerPool
    let memory = AccountMemory()

    /// Takes over an open store; no process is started before the first archive is read.
    public init(store: Store, options: RegistryOptions = RegistryOptions()) {
        self.store = store
        self.options = options
        archives = ArchiveWorkerPool(
            executable: options.workerExecutable, workers: max(1, min(64, options.jobs)), limits: options.archiveLimits)
    }

    /// Ends the use of the registry and closes its store; no call may follow or be under way.
    public func close() {
        // Lost, it would be a matter of minutes in a column that says when a token was used.
        if !store.options.isReadOnly { _ = try? flushTokenUse() }
        store.close()
    }

    /// A read of the index whose closure has its own rules.
    func read<Result>(
        _ body: (StoreSnapshot) throws(RegistryError) -> Result
    ) throws(RegistryError) -> Result {
        var failure: RegistryError?
        let result: Result?
        do throws(StoreError) {
            result = try store.read { (snapshot) throws(StoreError) in
                do throws(RegistryError) {
                    return try body(snapshot)
                } catch {
                    failure = error
                    return nil
                }
            }
        } catch {
            throw .store(error)
        }
        return try Self.settle(result, failure)
    }

    /// A write transaction whose closure has its own rules; when it throws, nothing of it stays.
    func write<Result>(
        _ body: (StoreChange) throws(RegistryError) -> Result
    ) throws(RegistryError) -> Result {
        var failure: RegistryError?
        let result: Result?
        do throws(StoreError) {
            result = try store.write { (change) throws(StoreError) in
                // It may run more than once.
                failure = nil
                do throws(RegistryError) {
                    return try body(change)
                } catch {
                    failure = error
                    throw error.asStoreError
                }
            }
        } catch {
            throw failure ?? .store(error)
        }
        return try Self.settle(result, failure)
    }

    private static func settle<Result>(_ result: Result?, _ failure: RegistryError?) throws(RegistryError) -> Result {
        if let failure { throw failure }
        guard let result else { preconditionFailure("a transaction ended without a result or a failure") }
        return result
    }

    /// Runs what speaks of blobs, in words of files.
    static func translating<Result>(_ body: () throws(StoreError) -> Result) throws(RegistryError) -> Result {
        do throws(StoreError) { return try body() } catch { throw .store(error) }
    }
}

extension RegistryError {
    /// What aborts a transaction for this reason.
    var asStoreError: StoreError {
        if case .store(let error) = self { return error }
        return .refused(description)
    }
}
