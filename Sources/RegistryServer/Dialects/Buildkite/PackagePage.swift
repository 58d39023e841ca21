internal import HummingbirdCore
internal import RegistryCore
internal import SimpleIndex

/// Which part of a registry's packages a list shows: newest first, from a package on that the client names by its id.
///
/// Such a cursor stays good when packages come and go, its own included.
struct PackagePage: Sendable, Equatable {
    /// Packages on a page, unless the client asks for another number.
    static let standardCount = 30
    /// Packages on a page at most; who asks for more gets these.
    static let maximumCount = 100

    var place = FileCursor.newest
    var count = PackagePage.standardCount
    /// Only packages of this project, in any spelling.
    var name: String?

    /// Reads `after`, `before`, `per_page` and `name`.
    /// - Throws: `BuildkiteProblem` for what is no cursor or no number.
    init(_ uri: URI) throws(BuildkiteProblem) {
        let query = uri.queryParameters
        if let text = query["per_page"].map(String.init), !text.isEmpty {
            guard let number = Int(text), number > 0 else { throw .invalid("per_page is not a number above 0") }
            count = min(number, Self.maximumCount)
        }
        if let text = query["name"].map(String.init), !text.isEmpty { name = text }
        let after = query["after"].map(String.init) ?? ""
        let before = query["before"].map(String.init) ?? ""
        switch (after.isEmpty, before.isEmpty) {
        case (true, true): break
        case (false, true): place = .after(try Self.cursor(after))
        case (true, false): place = .before(try Self.cursor(before))
        case (false, false): throw .invalid("after and before exclude each other")
        }
    }

    init() {}

    private static func cursor(_ text: String) throws(BuildkiteProblem) -> FileID {
        guard let id = FileID(text) else { throw .invalid("the cursor is not one of this list's") }
        return id
    }
}

/// Where the neighbours of a page are.
struct PackagePageLinks: Encodable, Sendable, Equatable {
    let current: String
    let first: String
    /// Older packages; nil where there are none.
    let next: String?
    /// Newer packages; nil where there are none.
    let previous: String?

    private enum CodingKeys: String, CodingKey {
        case first, next
        case current = "self"
        case previous = "prev"
    }

    /// - Parameters:
    ///   - list: the list's address, without a query.
    ///   - ids: of the packages on the page.
    init(_ page: PackagePage, list: String, ids: [FileID], hasNewer: Bool, hasOlder: Bool) {
        var filter = ""
        if let name = page.name { filter = "&name=\(PathSegment.encoded(name))" }
        func link(_ cursor: String) -> String { "\(list)?\(cursor)per_page=\(page.count)\(filter)" }
        first = link("")
        switch page.place {
        case .newest: current = first
        case .after(let id): current = link("after=\(id)&")
        case .before(let id): current = link("before=\(id)&")
        }
        next = hasOlder ? ids.last.map { link("after=\($0)&") } : nil
        previous = hasNewer ? ids.first.map { link("before=\($0)&") } : nil
    }

    /// The same for a `Link` header (RFC 8288).
    var header: String {
        [("next", next), ("prev", previous), ("first", .some(first))]
            .compactMap { name, link in link.map { "<\($0)>; rel=\"\(name)\"" } }.joined(separator: ", ")
    }
}
