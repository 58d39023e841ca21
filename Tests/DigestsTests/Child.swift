import Glibc
import Testing

/// Other programs whose answers ours are compared with.
enum Child {
    /// What `command` prints, run by the shell; the test fails if it does not succeed.
    static func output(of command: String) throws -> String {
        let pipe = try #require(popen(command, "r"))
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            output += buffer[..<count]
        }
        try #require(pclose(pipe) == 0, "\(command.prefix(60))")
        return String(decoding: output, as: UTF8.self)
    }

    /// What a Python script prints.
    static func output(ofPython script: String) throws -> String {
        try output(of: "python3 - <<'END_OF_SCRIPT'\n\(script)\nEND_OF_SCRIPT")
    }
}
