internal import HTTPTypes

/// The routes below one place in the tree of templates.
struct RouteNode: Sendable {
    private(set) var literals: [String: RouteNode] = [:]
    /// What follows a capture; none or one.
    private(set) var captured: [RouteNode] = []
    private(set) var routes: [Route] = []
    /// Routes that take all components that are left.
    private(set) var catchAll: [Route] = []

    mutating func add(_ route: Route, at components: ArraySlice<RouteComponent>) {
        switch components.first {
        case nil:
            precondition(!routes.contains { $0.method == route.method }, "two routes for \(route.template)")
            routes.append(route)
        case .literal(let text):
            literals[text, default: RouteNode()].add(route, at: components.dropFirst())
        case .capture:
            if captured.isEmpty { captured.append(RouteNode()) }
            captured[0].add(route, at: components.dropFirst())
        case .rest:
            precondition(components.count == 1, "{rest...} is not the last of \(route.template)")
            catchAll.append(route)
        }
    }
}

/// A way through the tree for one request.
struct RouteSearch {
    let method: HTTPRequest.Method
    let components: [String]
    private var values: [String] = []
    /// Methods of the routes that fit but for their method.
    private(set) var methods: Set<HTTPRequest.Method> = []
    /// Whose routes those are.
    private(set) var dialect: DialectName?

    init(method: HTTPRequest.Method, components: [String]) {
        self.method = method
        self.components = components
    }

    mutating func find(from node: RouteNode, at place: Int) -> (Route, [String])? {
        guard place < components.count else { return pick(from: node.routes) }
        let component = components[place]
        if let next = node.literals[component], let found = find(from: next, at: place + 1) { return found }
        if let next = node.captured.first {
            values.append(component)
            if let found = find(from: next, at: place + 1) { return found }
            values.removeLast()
        }
        guard !node.catchAll.isEmpty else { return nil }
        values.append(components[place...].joined(separator: "/"))
        if let found = pick(from: node.catchAll) { return found }
        values.removeLast()
        return nil
    }

    private mutating func pick(from routes: [Route]) -> (Route, [String])? {
        if let route = routes.first(where: { $0.method == method }) { return (route, values) }
        for route in routes {
            methods.insert(route.method)
            dialect = dialect ?? route.dialect
        }
        return nil
    }
}
