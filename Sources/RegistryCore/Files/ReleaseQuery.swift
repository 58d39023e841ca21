/// Which releases are asked for, and in which order.
public struct ReleaseQuery: Sendable {
    /// What they are ordered by; what is equal, by number.
    public enum Order: Sendable, CaseIterable {
        /// When they came to be.
        case created
        /// The project's normalized name.
        case project
        /// The version, by PEP 440.
        case version
    }

    /// Only releases of these projects.
    public var projects: ProjectFilter?
    /// Only this version, by `identity`.
    public var version: String?
    /// What makes files one release.
    public var identity = VersionIdentity.pep440
    /// The order.
    public var order = Order.created
    /// Whether the largest comes first.
    public var isDescending = true
    /// How many to pass over: 0 to `offsetLimit`.
    public var offset = 0
    /// How many to answer: 1 to 1000.
    public var limit = 20

    /// The largest offset; what is beyond is cut off.
    public static let offsetLimit = 50_000

    /// All releases, newest first.
    public init() {}
}

/// Some of the releases that were asked for.
public struct ReleasePage: Sendable, Equatable {
    /// In the order asked for.
    public let releases: [ReleaseSummary]
    /// How many there are, those on other pages included.
    public let total: Int
}
