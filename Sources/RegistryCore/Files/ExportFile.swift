internal import Glibc
internal import SystemPackage

/// A file that is written under a name of its own, and gets its real one when it is whole; gone if let go of before.
@safe struct ExportFile: ~Copyable {
    private let descriptor: Int32
    private let temporary: FilePath
    private let target: FilePath

    /// Begins a file in the directory of `target`, mode 0644 less umask.
    static func begin(_ target: FilePath) throws(RegistryError) -> ExportFile {
        let name =
            ".\(target.lastComponent?.string.prefix(200) ?? "")." + String(UInt64.random(in: .min ... .max), radix: 36)
        let temporary = target.removingLastComponent().appending(name)
        let number: Int32
        do {
            number = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead]
            ).rawValue
        } catch {
            throw Self.failure("open", temporary)
        }
        return ExportFile(descriptor: number, temporary: temporary, target: target)
    }

    private init(descriptor: Int32, temporary: FilePath, target: FilePath) {
        self.descriptor = descriptor
        self.temporary = temporary
        self.target = target
    }

    deinit {
        Glibc.close(descriptor)
        _ = unsafe temporary.withPlatformString { unsafe unlink($0) }
    }

    /// Writes all of `bytes` at the end.
    func append(_ bytes: UnsafeRawBufferPointer) throws(RegistryError) {
        var rest = unsafe bytes
        while let base = rest.baseAddress, rest.count > 0 {
            let written = unsafe write(descriptor, base, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw Self.failure("write", target)
            }
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Syncs the bytes and gives the file its name.
    /// - Parameter replaces: whatever has the name gives way; else that is an error.
    /// - Returns: false where something has the name and was not to be replaced.
    consuming func finish(replacing replaces: Bool) throws(RegistryError) -> Bool {
        guard fsync(descriptor) == 0 else { throw Self.failure("fsync", target) }
        let status = unsafe temporary.withPlatformString { from in
            unsafe target.withPlatformString { to in
                // A link fails where a name is taken; a rename would overwrite it.
                unsafe replaces ? rename(from, to) : link(from, to)
            }
        }
        if status == 0 { return true }
        if errno == EEXIST { return false }
        throw Self.failure(replaces ? "rename" : "link", target)
    }

    private static func failure(_ call: String, _ path: FilePath) -> RegistryError {
        .source(call: call, path: path.string, code: errno)
    }
}
