public import SimpleIndex

/// How one dialect publishes an index: where its links lead, how its pages look, who may keep them.
public struct SimpleEdition: Sendable, Hashable {
    /// Where links lead.
    public var links: SimpleLinks
    /// How pages look.
    public var style: SimpleStyle
    /// Whether anybody may read the pages: shared caches may keep them then, and scripts of other origins read them.
    public var isPublic: Bool
    /// What other spellings of a project's name come to: a redirect to the page, or the page itself.
    public var redirectsOtherSpellings: Bool

    /// - Parameter isPublic: from the caller's access to the registry: whether it is readable without any credential.
    public init(
        links: SimpleLinks, style: SimpleStyle = .standard, isPublic: Bool, redirectsOtherSpellings: Bool = false
    ) {
        self.links = links
        self.style = style
        self.isPublic = isPublic
        self.redirectsOtherSpellings = redirectsOtherSpellings
    }
}
