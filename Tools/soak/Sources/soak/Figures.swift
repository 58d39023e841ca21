import Glibc
import SystemPackage

/// Seconds that `body` takes.
func measure(_ body: () throws -> Void) rethrows -> Double {
    let seconds = try ContinuousClock().measure(body).components
    return Double(seconds.seconds) + Double(seconds.attoseconds) / 1e18
}

/// Bytes that a file takes on disk: a sparse one less than its length.
func allocatedBytes(of path: FilePath) throws -> Int64 {
    var status = stat()
    guard stat(path.string, &status) == 0 else { throw Errno(rawValue: errno) }
    return Int64(status.st_blocks) * 512
}

/// Files in all directories directly below `directory`.
func countObjects(in directory: FilePath) throws -> Int64 {
    var count: Int64 = 0
    for shard in try names(in: directory) { count += Int64(try names(in: directory.appending(shard)).count) }
    return count
}

/// Bytes of private memory now. The resident size would count the mapped index too, which the kernel can drop.
func privateMemory() throws -> Int {
    (try number(named: "RssAnon:", in: "/proc/self/status") ?? 0) * 1024
}

/// Bytes that this process has caused to be written so far.
func bytesWritten() throws -> Int { try number(named: "write_bytes:", in: "/proc/self/io") ?? 0 }

/// Seconds of processor time that this process has used so far, in the kernel too.
func processorTime() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
}

/// The number that follows a name in one of the kernel's text files; nil where the name is not in it.
private func number(named name: String, in path: FilePath) throws -> Int? {
    let file = try FileDescriptor.open(path, .readOnly)
    defer { try? file.close() }
    let text = try [UInt8](unsafeUninitializedCapacity: 1 << 14) { room, count in
        count = try file.read(into: UnsafeMutableRawBufferPointer(room))
    }
    for line in String(decoding: text, as: UTF8.self).split(separator: "\n") where line.hasPrefix(name) {
        return Int(line.split(whereSeparator: { $0 == " " || $0 == "\t" })[1])
    }
    return nil
}

/// Two digits after the point.
func decimal(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let fraction = String(hundredths % 100)
    return "\(hundredths / 100).\(fraction.count == 1 ? "0" : "")\(fraction)"
}

func complain(_ text: String) {
    _ = (text + "\n").withCString { write(STDERR_FILENO, $0, strlen($0)) }
}

private func names(in directory: FilePath) throws -> [String] {
    guard let stream = opendir(directory.string) else { throw Errno(rawValue: errno) }
    defer { closedir(stream) }
    var found: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { found.append(name) }
    }
    return found
}
