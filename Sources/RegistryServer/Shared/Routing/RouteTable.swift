public import HTTPTypes
public import HummingbirdCore

/// Which handler answers which method on which path.
///
/// Templates are literal components and captures, `/orgs/{org}/{registry}`; a last `{rest...}` takes all components
/// that are left, at least one.  A literal wins over a capture, component by component, with a way back: a path that
/// leads nowhere under the literal is tried under the capture.  GET routes answer HEAD too.
///
/// Hummingbird's router is not used, since it cannot tell a wrong method from a wrong path, routes before it decodes,
/// and does not try a capture again in the first component.
public struct RouteTable: Sendable {
    /// What answers a request.  May throw anything: the route's dialect words it.
    public typealias Handler = @Sendable (Request, ServerContext) async throws -> Response

    private var root = RouteNode()
    /// Whom the routes that follow belong to.
    var dialect: DialectName?

    init() {}

    /// Adds a route.
    /// - Precondition: there is none yet for this method and shape of path.
    public mutating func on(_ method: HTTPRequest.Method, _ template: String, _ handler: @escaping Handler) {
        let components = template.split(separator: "/").map(Self.component)
        let names = components.compactMap { component -> String? in
            switch component {
            case .literal: nil
            case .capture(let name), .rest(let name): name
            }
        }
        root.add(
            Route(method: method, template: template, names: names, dialect: dialect, handler: handler),
            at: components[...])
    }

    /// Adds a route for GET, and for HEAD.
    public mutating func get(_ template: String, _ handler: @escaping Handler) { on(.get, template, handler) }
    /// Adds a route for POST.
    public mutating func post(_ template: String, _ handler: @escaping Handler) { on(.post, template, handler) }
    /// Adds a route for PUT.
    public mutating func put(_ template: String, _ handler: @escaping Handler) { on(.put, template, handler) }
    /// Adds a route for PATCH.
    public mutating func patch(_ template: String, _ handler: @escaping Handler) { on(.patch, template, handler) }
    /// Adds a route for DELETE.
    public mutating func delete(_ template: String, _ handler: @escaping Handler) { on(.delete, template, handler) }

    /// What a request's method and path lead to.
    enum Match {
        case route(Route, RouteParameters)
        /// The path leads somewhere, by these methods only.
        case otherMethods([HTTPRequest.Method], DialectName?)
        case nothing
    }

    func match(_ method: HTTPRequest.Method, _ path: RequestPath) -> Match {
        var search = RouteSearch(method: method == .head ? .get : method, components: path.components)
        if let (route, values) = search.find(from: root, at: 0) {
            return .route(route, RouteParameters(names: route.names, values: values))
        }
        guard !search.methods.isEmpty else { return .nothing }
        var methods = search.methods
        if methods.contains(.get), !methods.contains(.head) { methods.insert(.head) }
        return .otherMethods(methods.sorted { $0.rawValue < $1.rawValue }, search.dialect)
    }

    private static func component(_ text: Substring) -> RouteComponent {
        guard text.first == "{", text.last == "}" else { return .literal(String(text)) }
        let name = text.dropFirst().dropLast()
        return name.hasSuffix("...") ? .rest(String(name.dropLast(3))) : .capture(String(name))
    }
}

/// A component of a template.
enum RouteComponent {
    case literal(String)
    case capture(String)
    case rest(String)
}

/// One entry of the table.
struct Route: Sendable {
    let method: HTTPRequest.Method
    let template: String
    let names: [String]
    let dialect: DialectName?
    let handler: RouteTable.Handler
}

/// What captures took from the path, by name.
public struct RouteParameters: Sendable {
    private let names: [String]
    private let values: [String]

    static let none = RouteParameters(names: [], values: [])

    init(names: [String], values: [String]) {
        self.names = names
        self.values = values
    }

    /// The decoded component that `{name}` took; all that were left, joined by slashes, for `{name...}`.
    /// - Precondition: the route's template has it.
    public subscript(name: String) -> String {
        guard let place = names.firstIndex(of: name) else { preconditionFailure("no capture {\(name)} in the route") }
        return values[place]
    }
}
