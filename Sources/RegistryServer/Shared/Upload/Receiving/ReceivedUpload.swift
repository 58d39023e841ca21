public import ContentStore

/// An upload form that came in completely.
public struct ReceivedUpload: Sendable {
    /// The text fields.
    public let form: UploadForm
    /// Nil where the form has no file, as when it names one that was uploaded before.
    public let file: File?

    /// A form, and its file.
    public init(form: UploadForm, file: File?) {
        self.form = form
        self.file = file
    }

    /// The form's file, as sent.
    public struct File: Sendable {
        /// The part's name, one of those asked for.
        public let field: String
        /// Not empty, and nothing else is certain: the registry's rules for filenames have not been applied.
        public let filename: String
        /// The bytes with their digests, private until published; letting go of them drops them.
        public let blob: SealedBlob

        /// A part's names, and its bytes.
        public init(field: String, filename: String, blob: SealedBlob) {
            self.field = field
            self.filename = filename
            self.blob = blob
        }
    }
}
