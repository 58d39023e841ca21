/// The text fields of an uploaded form, in the order they came.
public struct UploadForm: Sendable, Equatable {
    /// One text part.
    public struct Field: Sendable, Equatable {
        /// The part's name, as sent.
        public let name: String
        /// The part's content, as sent; may be empty.
        public let value: String

        /// A field by its name and value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// All of them, those that nothing reads included.
    public private(set) var fields: [Field]
    /// Positions in `fields`, by name.
    private var positions: [String: [Int]] = [:]

    /// A form of these fields.
    public init(fields: [Field] = []) {
        self.fields = fields
        for (position, field) in fields.enumerated() { positions[field.name, default: []].append(position) }
    }

    mutating func append(_ field: Field) {
        positions[field.name, default: []].append(fields.count)
        fields.append(field)
    }

    /// The values of a field that say something: clients send `UNKNOWN` or nothing for what they do not know.
    public func values(_ name: String) -> [String] {
        (positions[name] ?? []).map { fields[$0].value }.filter { !$0.isEmpty && $0 != "UNKNOWN" }
    }

    /// The first value of a field that says something; nil where there is none.
    public func value(_ name: String) -> String? {
        values(name).first
    }

    /// Whether a part of this name came, whatever it said.
    public func contains(_ name: String) -> Bool {
        positions[name] != nil
    }

    /// - Throws: `conflictingValues` where one of these fields says two different things: one reader would take the
    ///   first, another the last.
    func requireSingleValues(of names: some Sequence<String>) throws(UploadFormError) {
        for name in names where Set(values(name)).count > 1 { throw .conflictingValues(field: name) }
    }
}
