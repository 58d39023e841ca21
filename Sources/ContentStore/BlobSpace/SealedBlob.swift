public import Digests
internal import Glibc
internal import SystemPackage

/// Staged bytes that will not change any more, with their digests: what PUBLISH takes.
///
/// Nothing is durable yet.  Letting go of it drops the bytes.
public final class SealedBlob: Sendable {
    /// All digests of the bytes.
    public let digests: DigestSet
    /// Number of bytes.
    public let size: Int64
    let storage: Storage

    enum Storage: Sendable {
        /// Small: still in memory, written straight to its place once that is reserved.
        case memory([UInt8])
        /// Large: in the blob space's staging.
        case staged(any StagedBytes)
    }

    init(digests: DigestSet, size: Int64, storage: Storage) {
        self.digests = digests
        self.size = size
        self.storage = storage
    }

    /// Bytes already in memory, whose digests the caller has computed.
    public convenience init(bytes: [UInt8], digests: DigestSet) {
        self.init(digests: digests, size: Int64(bytes.count), storage: .memory(bytes))
    }

    /// All bytes, of a small blob that is still in memory.
    public var bytesInMemory: [UInt8]? {
        if case .memory(let bytes) = storage { bytes } else { nil }
    }

    /// Bytes that publishing may still have to write; those of a large blob are on disk already.
    var bytesToWrite: Int64 {
        if case .memory = storage { size } else { 0 }
    }

    /// Runs `body` with the number of a descriptor from which the bytes can be read at any position,
    /// for the length of the call.  They cannot be written through it, whoever it is handed to.
    public func withDescriptor<Result, Failure: Error>(
        _ body: (Int32) throws(Failure) -> Result
    ) throws(DescriptorError<Failure>) -> Result {
        if case .staged(let staged) = storage, let number = staged.bytes.descriptorNumber {
            let reading: FileDescriptor
            do throws(StoreError) { reading = try Self.reopen(number) } catch { throw .store(error) }
            defer { try? reading.close() }
            do throws(Failure) { return try body(reading.rawValue) } catch { throw .body(error) }
        }
        let file: MemoryFile
        do throws(StoreError) {
            file = try MemoryFile.borrow()
            switch storage {
            case .memory(let bytes): try file.fill(with: bytes)
            case .staged(let staged): try file.fill(with: staged.bytes)
            }
        } catch {
            throw .store(error)
        }
        defer { file.giveBack() }
        do throws(Failure) { return try body(file.number) } catch { throw .body(error) }
    }
}

extension SealedBlob {
    /// Opens the file of a descriptor once more, for reading only: the bytes have been hashed.
    private static func reopen(_ number: Int32) throws(StoreError) -> FileDescriptor {
        let path = "/proc/self/fd/\(number)"
        do {
            return try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
        } catch {
            throw .io(call: "open", path: path, code: (error as? Errno)?.rawValue ?? EIO)
        }
    }
}

/// What `SealedBlob.withDescriptor` can throw: the store's error, or the body's.
public enum DescriptorError<Failure: Error>: Error {
    case store(StoreError)
    case body(Failure)
}
