import Foundation
import SystemPackage

@testable import Archives

/// The `regadmin` that was built along with the tests; it lies beside the test bundle.
let workerExecutable = FilePath(
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
)
.appending("regadmin")

extension ArchiveWorkerPool {
    /// A pool that runs the `regadmin` that was built along with the tests.
    convenience init(testing limits: ArchiveLimits = .standard, workers: Int = 1) {
        self.init(executable: workerExecutable, workers: workers, limits: limits)
    }

    /// Inspects bytes as if they were a file.
    func inspect(
        bytes: [UInt8], as expected: ArchiveFormat? = nil, extract: [ExtractPattern] = []
    ) throws -> Inspection {
        try withFile(of: bytes) { try inspect($0, size: Int64(bytes.count), as: expected, extract: extract) }
    }

    /// All contents that `stream` delivers, by path.
    func contents(
        ofBytes bytes: [UInt8], as expected: ArchiveFormat? = nil, paths: [[UInt8]]? = nil
    ) throws -> [(path: String, bytes: [UInt8])] {
        var all: [(path: String, bytes: [UInt8])] = []
        var current: [UInt8] = []
        try withFile(of: bytes) { file in
            try stream(file, size: Int64(bytes.count), as: expected, paths: paths) { member, chunk in
                if chunk.isEmpty {
                    all.append((String(decoding: member.path, as: UTF8.self), current))
                    current = []
                }
                for index in chunk.indices { current.append(chunk[index]) }
                return .next
            }
        }
        return all
    }
}

/// A file that holds `bytes`, has no name, and is gone when `body` returns.
@discardableResult
func withFile<Result>(of bytes: [UInt8], _ body: (FileDescriptor) throws -> Result) throws -> Result {
    let path = FilePath("/tmp/regadmin-archive-\(UUID().uuidString)")
    let file = try FileDescriptor.open(
        path, .readWrite, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
    return try file.closeAfter {
        unlink(path.string)
        try file.writeAll(bytes)
        return try body(file)
    }
}

/// Compresses with a module of Python's standard library: neither bzip2 nor xz has a builder.
func compress(_ bytes: [UInt8], with module: String) throws -> [UInt8] {
    let python = Process()
    python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    python.arguments = [
        "python3", "-c", "import sys, \(module) as m; sys.stdout.buffer.write(m.compress(sys.stdin.buffer.read()))",
    ]
    let input = Pipe()
    let output = Pipe()
    python.standardInput = input
    python.standardOutput = output
    try python.run()
    try input.fileHandleForWriting.write(contentsOf: Data(bytes))
    try input.fileHandleForWriting.close()
    let compressed = try output.fileHandleForReading.readToEnd() ?? Data()
    python.waitUntilExit()
    return [UInt8](compressed)
}
