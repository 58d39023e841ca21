import Foundation
import TestSupport

/// curl, as people write it.
enum Curl {
    /// Runs it and answers the status and the body, with a space between.
    static func run(_ arguments: [String]) async throws -> String {
        try await onOwnThread {
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments =
                [
                    "curl", "--silent", "--show-error", "--max-time", "60", "--output", "-", "--write-out",
                    "\n%{http_code}",
                ]
                + arguments
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            let split = text.lastIndex(of: "\n") ?? text.startIndex
            return "\(text[split...].dropFirst()) \(text[..<split])"
        }
    }
}
