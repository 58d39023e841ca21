import TestSupport

/// How many tests may have clients and servers at work at a time: many more would only run into the clients' own time
/// limits on a small machine.
private let clientTurns = Turns(places: 3)

/// Runs `body` with a new machine when it is this test's turn; removes the machine afterwards.
func withClientMachine(_ body: (ClientMachine) async throws -> Void) async throws {
    await clientTurns.enter()
    defer { clientTurns.leave() }
    try await withTemporaryDirectory { root in try await body(ClientMachine(in: root)) }
}
