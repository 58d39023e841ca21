import TestSupport

/// How many tests may have clients and servers at work at a time: many more would only wait for each other, and run into
/// the clients' own time limits on a small machine.
actor ClientTurns {
    static let shared = ClientTurns(3)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

/// Runs `body` with a new machine when it is this test's turn; removes the machine afterwards.
func withClientMachine(_ body: (ClientMachine) async throws -> Void) async throws {
    await ClientTurns.shared.take()
    let result: Result<Void, any Error>
    do {
        result = .success(try await withTemporaryDirectory { root in try await body(ClientMachine(in: root)) })
    } catch {
        result = .failure(error)
    }
    await ClientTurns.shared.giveBack()
    try result.get()
}
