import Foundation
package import SystemPackage

/// Runs `body` with the path of a new directory, which is removed with all that is in it afterwards.
package func withTemporaryDirectory<Result>(_ body: (FilePath) throws -> Result) throws -> Result {
    let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    let path = "\(base)/regadmin-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { removeTree(FilePath(path)) }
    return try body(FilePath(path))
}

/// Removes a file, or a directory with all that is in it; what is not there is fine.
package func removeTree(_ path: FilePath) {
    try? FileManager.default.removeItem(atPath: path.string)
}
