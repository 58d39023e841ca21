internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore
internal import SimpleIndex

/// Which packages a list shows, in which order, and which page of them.
struct GitLabPaging {
    /// From 1 on.
    let page: Int
    /// Entries on a page: 1 to 100.
    let count: Int
    /// Whether packages of a kind are asked for that there is none of.
    let isOfOtherType: Bool
    /// What is asked for.
    let query: ReleaseQuery
    private let asked: [(name: String, value: String)]

    /// Reads `page`, `per_page`, `package_type`, `package_name`, `package_version`, `order_by` and `sort`.
    /// - Throws: `GitLabProblem.invalid` for a value that the parameter does not have.
    init(_ uri: URI) throws(GitLabProblem) {
        let parameters = uri.queryParameters
        func value(_ name: String) -> String? {
            parameters[name[...]].map(String.init).flatMap { $0.isEmpty ? nil : $0 }
        }
        func number(_ name: String, otherwise: Int) throws(GitLabProblem) -> Int {
            guard let text = value(name) else { return otherwise }
            guard let number = Int(text), number > 0 else { throw .invalid(name) }
            return number
        }
        count = min(100, try number("per_page", otherwise: 20))
        page = try number("page", otherwise: 1)
        isOfOtherType = value("package_type").map { $0 != "pypi" } ?? false
        var query = ReleaseQuery()
        query.identity = .exact
        query.limit = count
        query.offset = min(page - 1, ReleaseQuery.offsetLimit / count) * count
        query.projects = value("package_name").map { .containing($0) }
        query.version = value("package_version")
        switch value("order_by") ?? "created_at" {
        case "created_at", "type": query.order = .created
        case "name", "project_path": query.order = .project
        case "version": query.order = .version
        default: throw .invalid("order_by")
        }
        switch value("sort") ?? "asc" {
        case "asc": query.isDescending = false
        case "desc": query.isDescending = true
        default: throw .invalid("sort")
        }
        self.query = query
        asked = ["package_type", "package_name", "package_version", "order_by", "sort"].compactMap { name in
            value(name).map { (name, $0) }
        }
    }

    /// What lists say of their pages.
    /// - Parameter list: the list's URL, without a query.
    func headers(_ list: String, total: Int) -> HTTPFields {
        let last = max(1, (total + count - 1) / count)
        var headers: HTTPFields = [
            .gitlab("Total"): "\(total)", .gitlab("Total-Pages"): "\(last)", .gitlab("Per-Page"): "\(count)",
            .gitlab("Page"): "\(page)", .gitlab("Next-Page"): page < last ? "\(page + 1)" : "",
            .gitlab("Prev-Page"): page > 1 ? "\(page - 1)" : "",
        ]
        let rest = asked.map { "&\($0.name)=\(PathSegment.encoded($0.value))" }.joined()
        func link(_ page: Int, _ relation: String) -> String {
            "<\(list)?page=\(page)&per_page=\(count)\(rest)>; rel=\"\(relation)\""
        }
        var links: [String] = []
        if page > 1 { links.append(link(page - 1, "prev")) }
        if page < last { links.append(link(page + 1, "next")) }
        links += [link(1, "first"), link(last, "last")]
        headers[.link] = links.joined(separator: ", ")
        return headers
    }
}

extension HTTPField.Name {
    fileprivate static func gitlab(_ rest: String) -> HTTPField.Name { HTTPField.Name(validated: "X-\(rest)") }
}
