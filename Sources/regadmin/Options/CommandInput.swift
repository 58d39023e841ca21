internal import SystemPackage

/// A text that a command reads, from a file or from standard input.
enum CommandInput {
    /// Bytes that are read at most.
    private static let limitBytes = 64 << 20

    /// All of the file at `path`; of standard input for `-`.
    static func read(_ path: String) throws(CommandFailure) -> String {
        let bytes: [UInt8]
        do {
            if path == "-" {
                bytes = try readAll(.standardInput)
            } else {
                let file = try FileDescriptor.open(FilePath(path), .readOnly)
                bytes = try file.closeAfter { try readAll(file) }
            }
        } catch {
            throw CommandFailure(path, "cannot be read: \(error)", status: .usage)
        }
        guard bytes.count <= limitBytes else {
            throw CommandFailure(path, "cannot be used: it has more than \(limitBytes) bytes", status: .usage)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(path, "cannot be used: it is not UTF-8", status: .usage)
        }
        return text
    }

    private static func readAll(_ file: FileDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limitBytes {
            let count = try unsafe buffer.withUnsafeMutableBytes { room in try unsafe file.read(into: room) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }
}
