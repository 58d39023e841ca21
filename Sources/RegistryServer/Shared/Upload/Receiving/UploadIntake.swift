internal import ContentStore
internal import NIOCore
internal import RegistryCore

/// One upload on its way: bytes of the request's body in, bytes of the file to the store, which hashes them.
///
/// Every call blocks.
final class UploadIntake: @unchecked Sendable {
    // SAFETY: one call at a time; whoever makes the next one has awaited the last.
    private let registry: Registry
    private let limitBytes: Int64
    private let announcedBytes: Int64?
    private let digestThreads: Int
    private let closingBytes: Int64
    private var reader: UploadFormReader
    private var takenBytes: Int64 = 0
    private var headers: PartHeaders?
    private var staged: StagedBlob?

    /// - Parameters:
    ///   - limitBytes: of the file.
    ///   - announcedBytes: of the whole body.
    init(
        _ registry: Registry, boundary: MultipartBoundary, fileFields: Set<String>, formBytes: Int,
        limitBytes: Int64, announcedBytes: Int64?, digestThreads: Int
    ) {
        self.registry = registry
        self.limitBytes = limitBytes
        self.announcedBytes = announcedBytes
        self.digestThreads = digestThreads
        closingBytes = Int64(boundary.bytes.count) + 8
        reader = UploadFormReader(boundary: boundary, fileFields: fileFields, limitBytes: formBytes)
    }

    /// Takes the next bytes of the body.
    /// - Throws: `UploadFormError`, `RegistryError`; nothing more can be taken then.
    func take(_ pieces: [ByteBuffer]) throws {
        for piece in pieces { try take(piece) }
    }

    private func take(_ piece: ByteBuffer) throws {
        let bytes = piece.readableBytesUInt8Span
        var position = 0
        while let event = try reader.next(in: bytes, from: &position) {
            switch event {
            case .file(let headers):
                self.headers = headers
                staged = try registry.stageUpload(
                    expectedSize: expectedSize(from: takenBytes + Int64(position)), limitBytes: limitBytes,
                    digestThreads: digestThreads)
            case .body(let range):
                // SAFETY: the store copies or writes the bytes before it returns.
                try unsafe bytes.extracting(range).withUnsafeBytes { try unsafe append($0) }
            case .held(let bytes):
                try unsafe bytes.span.withUnsafeBytes { try unsafe append($0) }
            }
        }
        takenBytes += Int64(bytes.count)
    }

    private func append(_ bytes: UnsafeRawBufferPointer) throws(RegistryError) {
        do throws(StoreError) {
            try unsafe staged?.append(bytes)
        } catch .tooLarge(let limit) {
            throw .refused(.tooLarge(limitBytes: limit))
        } catch {
            throw .store(error)
        }
    }

    /// What is left of the body is mostly the file: clients send it last.
    private func expectedSize(from start: Int64) -> Int64? {
        announcedBytes.map { min(max(0, $0 - start - closingBytes), limitBytes) }
    }

    /// The body has ended.
    /// - Throws: `UploadFormError`, `RegistryError`.
    func finish() throws -> ReceivedUpload {
        let form = try reader.finish()
        // A connection can end in order and too early.
        if let announcedBytes, takenBytes < announcedBytes { throw UploadFormError.multipart(.truncated) }
        guard let headers, let filename = headers.filename, let staged else {
            return ReceivedUpload(form: form, file: nil)
        }
        do throws(StoreError) {
            let file = ReceivedUpload.File(field: headers.name, filename: filename, blob: try staged.seal())
            self.staged = nil
            return ReceivedUpload(form: form, file: file)
        } catch {
            throw RegistryError.store(error)
        }
    }

    /// Lets go of what has come in: freeing a large file takes the disk a while.
    func abandon() { staged = nil }
}
