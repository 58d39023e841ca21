/// In what the pages of one product differ from those of another: all of it layout that clients or tests of that
/// product see, none of it facts.
public struct SimpleStyle: Sendable, Hashable {
    /// In which order files stand on a page. It means nothing to installers.
    public enum Order: Sendable, Hashable {
        /// By PEP 440, then filename; what is no version comes last.
        case version
        /// By the bytes of the version's text, then filename.
        case versionText
    }

    /// Attributes of a file's anchor in HTML besides `href`.
    public struct Attributes: OptionSet, Sendable, Hashable {
        /// One bit each.
        public let rawValue: UInt8
        /// From its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// `data-requires-python`, where there is a requirement.
        public static let requiresPython = Attributes(rawValue: 1)
        /// `data-yanked`, where the file is.
        public static let yanked = Attributes(rawValue: 2)
        /// `data-core-metadata`, and `data-dist-info-metadata` for older readers.
        public static let coreMetadata = Attributes(rawValue: 4)
        /// `data-provenance`.
        public static let provenance = Attributes(rawValue: 8)
        /// Everything the standards know.
        public static let all: Attributes = [.requiresPython, .yanked, .coreMetadata, .provenance]
    }

    /// The order of files.
    public var order = Order.version
    /// What an anchor may carry; only in HTML, where some readers refuse what they do not know.
    public var attributes = Attributes.all
    /// Whether URLs in JSON end in `#sha256=…`, as those in HTML always do.
    public var hasHashesInJSONLinks = false
    /// Whether the list of projects names them by normalized name in JSON; HTML shows the display name.
    public var listsNormalizedNames = false

    /// As PyPI has it.
    public init() {}

    /// All that the standards know, in the order of PEP 440.
    public static let standard = SimpleStyle()

    /// Gitea's HTML carries no attribute but `data-requires-python`, and orders versions as texts.
    public static let gitea: SimpleStyle = {
        var style = SimpleStyle()
        style.order = .versionText
        style.attributes = .requiresPython
        return style
    }()

    /// GitLab's JSON has hashes in its links and lists normalized names.
    public static let gitlab: SimpleStyle = {
        var style = SimpleStyle()
        style.hasHashesInJSONLinks = true
        style.listsNormalizedNames = true
        return style
    }()
}
