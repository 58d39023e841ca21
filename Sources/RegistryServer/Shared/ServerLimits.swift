/// What a client may ask of the server at most.
public struct ServerLimits: Sendable, Equatable {
    /// Bytes of one uploaded file.
    public var uploadBytes: Int64 = 3 << 30
    /// Uploads that are taken in at the same time; more wait, and then are told to come again.
    public var concurrentUploads = 64
    /// Bytes of all text fields of one form.
    public var formBytes = 1 << 20
    /// Bytes of a request with a JSON body.
    public var jsonBytes = 1 << 20

    /// The defaults, to be changed field by field.
    public init() {}
}
