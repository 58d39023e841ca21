import Synchronization

/// A machine in memory: one disk and one index, shared by processes that can be killed, with a power
/// supply that can be cut.  Its state is a value, so that a test can go back to any moment of it.
package final class SimulatedMachine: @unchecked Sendable {
    // SAFETY: everything below is touched with `lock` held only.
    private let lock = Mutex(())
    private var current: State
    private var alive: Set<Int> = []
    private var lastProcess = 0
    private var observer: ((State) -> Void)?

    /// Everything that outlives a process.
    package struct State: Sendable {
        package var disk: SimulatedDisk
        package var index: SimulatedIndex

        package init(disk: SimulatedDisk = SimulatedDisk(), index: SimulatedIndex = SimulatedIndex()) {
            self.disk = disk
            self.index = index
        }

        /// What a power cut at this moment leaves, as `seed` decides.
        package func afterPowerCut(seed: UInt64) -> State {
            var fate = SeededFate(seed: seed)
            return State(disk: disk.afterPowerCut(&fate), index: index.afterPowerCut())
        }
    }

    package init(_ state: State) { current = state }

    /// The state now.
    package var state: State { locked { $0 } }

    /// Called with every new state, with the machine standing still: not after calls that only look.
    package func observe(_ observer: ((State) -> Void)?) {
        lock.withLock { _ in self.observer = observer }
    }

    /// Begins a process.
    package func startProcess() -> SimulatedProcess {
        lock.withLock { _ in
            lastProcess += 1
            alive.insert(lastProcess)
            return SimulatedProcess(machine: self, number: lastProcess)
        }
    }

    /// Ends a process as SIGKILL does: what it has open is closed, its locks are free, and nothing it
    /// does from now on has any effect.
    package func kill(_ process: SimulatedProcess) {
        lock.withLock { _ in
            alive.remove(process.number)
            current.disk.closeAll(of: process.number)
        }
    }

    /// Cuts the power: every process ends, and what was not synced is as `seed` decides.
    package func cutPower(seed: UInt64) {
        lock.withLock { _ in
            alive = []
            current = current.afterPowerCut(seed: seed)
            observer?(current)
        }
    }

    package func isAlive(_ process: SimulatedProcess) -> Bool { lock.withLock { _ in alive.contains(process.number) } }

    /// Changes the state from outside all processes: for setting up, and for meddling.
    package func change(_ body: (inout State) -> Void) {
        lock.withLock { _ in
            body(&current)
            observer?(current)
        }
    }

    func locked<Result>(_ body: (State) -> Result) -> Result { lock.withLock { _ in body(current) } }

    /// One step of a process; it has no effect where it throws or the process is dead.
    func step<Result, Failure: Error>(
        of process: Int, isChange: Bool = false, orElse dead: Failure,
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let outcome: Swift.Result<Result, Failure> = lock.withLock { _ in
            guard alive.contains(process) else { return .failure(dead) }
            do throws(Failure) {
                let result = try body(&current)
                if isChange { observer?(current) }
                return .success(result)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    func closeQuietly(_ handle: Int) { lock.withLock { _ in current.disk.close(handle) } }
}

/// A process on a simulated machine: its view of the files, and of the index.
package struct SimulatedProcess: Sendable {
    package let machine: SimulatedMachine
    package let number: Int

    /// The disk's files, as this process opens and locks them.
    package var files: SimulatedFileSystem { SimulatedFileSystem(machine: machine, process: number) }

    /// Files and directories that it has open.
    package var openFiles: Int { machine.locked { $0.disk.openHandles(of: number) } }
}
