/// Sorts the parts of an uploaded form as they arrive: text fields are kept, the one file is handed on, and whatever two
/// readers could understand in two ways is refused.
public struct UploadFormReader: Sendable {
    /// What the caller has to do something about.
    public enum Event: Sendable, Equatable {
        /// The form's file begins; it has a filename.
        case file(PartHeaders)
        /// Content of the file: these bytes of the present piece.
        case body(Range<Int>)
        /// Content of the file that was held back when an earlier piece ended.
        case held([UInt8])
    }

    private enum Part {
        case none
        case text(String)
        case file
        /// Read over, but counted.
        case ignored
    }

    private var parser: MultipartParser
    private let fileFields: Set<String>
    private let limitBytes: Int
    private var part = Part.none
    private var hasFile = false
    private var text: [UInt8] = []
    private var byteCount = 0
    private var form = UploadForm()

    /// Files that clients send along and nothing reads: detached signatures, as with PyPI.
    private static let ignoredFiles: Set<String> = ["gpg_signature"]

    /// A reader of one form.
    /// - Parameters:
    ///   - fileFields: the names under which the file may come, such as `content`.
    ///   - limitBytes: of the names and values of all fields together, the file's not counted.
    public init(
        boundary: MultipartBoundary, fileFields: Set<String>, limitBytes: Int,
        limits: MultipartLimits = MultipartLimits()
    ) {
        parser = MultipartParser(boundary: boundary, limits: limits)
        self.fileFields = fileFields
        self.limitBytes = limitBytes
    }

    /// The next event of a piece; the same rules as for ``MultipartParser/next(in:from:)``.
    public mutating func next(in piece: Span<UInt8>, from position: inout Int) throws(UploadFormError) -> Event? {
        while let event = try read(piece, &position) {
            switch event {
            case .part(let headers):
                if try begin(headers) { return .file(headers) }
            case .body(let range):
                if case .file = part { return .body(range) }
                try count(range.count)
                if case .text = part {
                    // SAFETY: the bytes are copied within the closure.
                    unsafe piece.extracting(range).withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
                }
            case .held(let bytes):
                if case .file = part { return .held(bytes) }
                try count(bytes.count)
                if case .text = part { text += bytes }
            case .partEnd: try end()
            case .end: break
            }
        }
        return nil
    }

    /// The body has ended.
    /// - Returns: the text fields.
    /// - Throws: `multipart(.truncated)`, or `conflictingValues`.
    public mutating func finish() throws(UploadFormError) -> UploadForm {
        let events: [MultipartParser.Event]
        do throws(MultipartError) { events = try parser.finish() } catch { throw .multipart(error) }
        if events.contains(.partEnd) { try end() }
        try form.requireSingleValues(of: LegacyField.singleNames)
        return form
    }

    private mutating func read(
        _ piece: Span<UInt8>, _ position: inout Int
    ) throws(UploadFormError) -> MultipartParser.Event? {
        do throws(MultipartError) {
            return try parser.next(in: piece, from: &position)
        } catch {
            throw .multipart(error)
        }
    }

    /// - Returns: whether it is the file.
    private mutating func begin(_ headers: PartHeaders) throws(UploadFormError) -> Bool {
        let name = headers.name
        try count(name.utf8.count)
        if fileFields.contains(name) {
            guard let filename = headers.filename, !filename.isEmpty else { throw .fileWithoutFilename(field: name) }
            guard !hasFile else { throw .severalFiles(field: name) }
            hasFile = true
            part = .file
            return true
        }
        if Self.ignoredFiles.contains(name) {
            part = .ignored
            return false
        }
        guard headers.filename == nil else { throw .textWithFilename(field: name) }
        text.removeAll(keepingCapacity: true)
        part = .text(name)
        return false
    }

    private mutating func end() throws(UploadFormError) {
        if case .text(let name) = part {
            guard let value = String(validating: text, as: UTF8.self) else { throw .notUTF8(field: name) }
            form.append(UploadForm.Field(name, value))
        }
        part = .none
    }

    private mutating func count(_ bytes: Int) throws(UploadFormError) {
        byteCount += bytes
        guard byteCount <= limitBytes else { throw .formTooLong(limitBytes: limitBytes) }
    }
}
