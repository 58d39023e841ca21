import Foundation
import Synchronization

/// A Python that can import the libraries a test compares with: the machine's own where its libraries are of the wanted
/// releases, else a virtual environment under `.build/test-python`, into which they are installed on first use.
package struct ReferencePython: Sendable {
    /// What Python said, or what is missing.
    package struct Failure: Error, CustomStringConvertible {
        /// A sentence, or the end of Python's own words.
        package let description: String
    }

    /// A library as pip knows it, and the releases whose behaviour the tests know; the last one is installed where there
    /// is none of them.
    package struct Library: Sendable {
        let name: String
        let releases: [String]

        /// - Parameter releases: at least one.
        package init(_ name: String, _ releases: String...) {
            self.name = name
            self.releases = releases
        }
    }

    /// The program.
    package let executable: String

    /// Suites run side by side, and there is one environment.
    private static let installing = Mutex(())

    /// Finds or makes a Python with all these libraries.
    package init(with libraries: Library...) throws {
        self = try Self.installing.withLock { _ in try Self.found(with: libraries) }
    }

    private static func found(with libraries: [Library]) throws -> ReferencePython {
        let releases = libraries.map { "'\($0.name)': '\($0.releases.joined(separator: " "))'.split()" }
        let check = """
            from importlib.metadata import version
            for name, releases in {\(releases.joined(separator: ", "))}.items():
                if version(name) not in releases:
                    raise SystemExit(name)
            """
        let machine = ReferencePython(executable: "python3")
        if (try? machine.run(["-c", check])) != nil { return machine }
        guard (try? machine.run(["-c", "pass"])) != nil else {
            throw Failure(description: "these tests need python3, which is not installed")
        }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: ".build/test-python").path
        let environment = ReferencePython(executable: folder + "/bin/python3")
        if (try? environment.run(["-c", check])) != nil { return environment }
        if (try? environment.run(["-c", "pass"])) == nil {
            do {
                try machine.run(["-m", "venv", "--clear", folder])
            } catch {
                throw Failure(description: "python3 cannot make a virtual environment; install python3-venv: \(error)")
            }
        }
        let wanted = libraries.map { "\($0.name)==\($0.releases[$0.releases.count - 1])" }
        do {
            try environment.run(["-m", "pip", "install", "--quiet"] + wanted)
        } catch {
            throw Failure(
                description: "these tests need \(wanted.joined(separator: ", ")), and pip cannot get it: \(error)")
        }
        return environment
    }

    private init(executable: String) { self.executable = executable }

    /// Runs Python; throws with what it wrote to its error stream unless it ends well.
    package func run(_ arguments: [String]) throws {
        let process = Process()
        let complaints = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [executable] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = complaints
        try process.run()
        let text = complaints.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: String(decoding: text, as: UTF8.self))
        }
    }
}
