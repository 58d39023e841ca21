/// The root page of the simple repository API: the projects there are (PEP 503, PEP 691).
public struct SimpleProjectList: Sendable, Equatable {
    /// A project of the list.
    public struct Project: Sendable, Equatable {
        /// By PEP 503: the last component of its page's URL.
        public let name: String
        /// As it spells itself.
        public let displayName: String

        /// - Parameter name: the normalized name, which the caller has checked.
        public init(name: String, displayName: String) {
            self.name = name
            self.displayName = displayName
        }
    }

    /// By normalized name, each once.
    public let projects: [Project]
    /// What stands before a normalized name and a slash in the links of the page: empty, or a URL that ends in `/`.
    public let base: String
    /// How it looks.
    public let style: SimpleStyle

    /// - Parameters:
    ///   - projects: in any order; of several with one name the first is kept.
    ///   - base: where projects' pages are. Needed where the list is also served without a slash at its end.
    public init(projects: [Project], base: String = "", style: SimpleStyle = .standard) {
        let isOrdered = zip(projects, projects.dropFirst()).allSatisfy { $0.name < $1.name }
        self.projects = isOrdered ? projects : Self.ordered(projects)
        self.base = base
        self.style = style
    }

    private static func ordered(_ projects: [Project]) -> [Project] {
        let sorted = projects.enumerated().sorted { left, right in
            left.element.name == right.element.name
                ? left.offset < right.offset : left.element.name < right.element.name
        }
        var kept: [Project] = []
        kept.reserveCapacity(projects.count)
        for (_, project) in sorted where kept.last?.name != project.name { kept.append(project) }
        return kept
    }

    /// The list in JSON or HTML, in UTF-8.
    public func rendered(as representation: SimpleRepresentation) -> [UInt8] {
        switch representation {
        case .json: json()
        case .html, .plainHTML: html()
        }
    }

    private func json() -> [UInt8] {
        let names = projects.reduce(0) { $0 + $1.displayName.utf8.count }
        var page = PageBytes(capacity: 64 + names + 13 * projects.count)
        page.literal("{\"meta\":{\"api-version\":\"\(SimpleRepresentation.apiVersion)\"},\"projects\":[")
        for (place, project) in projects.enumerated() {
            page.literal(place > 0 ? ",\n{\"name\":" : "\n{\"name\":")
            page.json(style.listsNormalizedNames ? project.name : project.displayName)
            page.literal("}")
        }
        page.literal("]}\n")
        return page.bytes
    }

    private func html() -> [UInt8] {
        let names = projects.reduce(0) { $0 + $1.name.utf8.count + $1.displayName.utf8.count }
        var page = PageBytes(capacity: 512 + names + (20 + base.utf8.count) * projects.count)
        page.beginHTML()
        page.literal("<title>Simple index</title>\n</head>\n<body>\n")
        for project in projects {
            page.literal("<a href=\"")
            page.html(base)
            page.html(project.name)
            page.literal("/\">")
            page.html(project.displayName)
            page.literal("</a><br>\n")
        }
        page.literal("</body>\n</html>\n")
        return page.bytes
    }
}
