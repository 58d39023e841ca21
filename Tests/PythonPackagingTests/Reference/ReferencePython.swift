import Foundation

/// A Python that can import the `packaging` library: the machine's own where its library is of the wanted release, else
/// a virtual environment under `.build/test-python`, made on first use.
struct ReferencePython {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let executable: String

    /// The library changed the meaning of some specifiers over the years, and the tests name what it takes and refuses:
    /// so the comparison is with these releases, the last of which is installed where there is none.
    private static let releases = ["26.2", "26.3"]

    static let shared = Result { try ReferencePython() }

    private init() throws {
        let wanted = Self.releases[Self.releases.count - 1]
        let check =
            "import packaging, sys; sys.exit(packaging.__version__ not in '\(Self.releases.joined(separator: " "))'.split())"
        let machine = ReferencePython(executable: "python3")
        if (try? machine.run(["-c", check])) != nil {
            self = machine
            return
        }
        guard (try? machine.run(["-c", "pass"])) != nil else {
            throw Failure(description: "these tests need python3, which is not installed")
        }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appending(path: ".build/test-python").path
        let environment = ReferencePython(executable: folder + "/bin/python3")
        if (try? environment.run(["-c", check])) == nil {
            do {
                try machine.run(["-m", "venv", "--clear", folder])
            } catch {
                throw Failure(description: "python3 cannot make a virtual environment; install python3-venv: \(error)")
            }
            do {
                try environment.run(["-m", "pip", "install", "--quiet", "packaging==\(wanted)"])
            } catch {
                throw Failure(
                    description:
                        "these tests need the Python library packaging \(wanted), and pip cannot get it: \(error)")
            }
        }
        self = environment
    }

    private init(executable: String) { self.executable = executable }

    /// Runs Python; throws with what it wrote to its error stream unless it ends well.
    func run(_ arguments: [String]) throws {
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
