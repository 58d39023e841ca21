import Foundation
package import SystemPackage

/// Runs `body` with the path of a new directory, which is removed with all that is in it afterwards.
package func withTemporaryDirectory<Result>(_ body: (FilePath) throws -> Result) throws -> Result {
    let directory = try newTemporaryDirectory()
    defer { removeTree(directory) }
    return try body(directory)
}

/// The same for work that waits.
package func withTemporaryDirectory<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: (FilePath) async throws -> Result
) async throws -> Result {
    let directory = try newTemporaryDirectory()
    defer { removeTree(directory) }
    return try await body(directory)
}

private func newTemporaryDirectory() throws -> FilePath {
    let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    let path = "\(base)/regadmin-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    return FilePath(path)
}

/// Removes a file, or a directory with all that is in it; what is not there is fine.
package func removeTree(_ path: FilePath) {
    try? FileManager.default.removeItem(atPath: path.string)
}
