internal import Glibc

/// An open file or stream that somebody named, read from front to back.
enum SourceDescriptor {
    /// Reads the next bytes, up to as many as there is room for; 0 at the end.
    /// - Parameter path: what a complaint calls it.
    /// - Throws: `source`.
    static func read(
        _ descriptor: Int32, into room: UnsafeMutableRawBufferPointer, path: @autoclosure () -> String
    ) throws(RegistryError) -> Int {
        while true {
            let count = unsafe Glibc.read(descriptor, room.baseAddress, room.count)
            if count >= 0 { return count }
            if errno != EINTR { throw .source(call: "read", path: path(), code: errno) }
        }
    }
}
