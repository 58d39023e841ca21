public import ArgumentParser
public import RegistryCore

extension TokenKind: ExpressibleByArgument {
    /// Reads a kind that can be made by hand: a session begins when somebody signs in.
    public init?(argument: String) {
        guard Self.allValueStrings.contains(argument) else { return nil }
        self.init(rawValue: argument)
    }

    /// The words, for help and completions.
    public static var allValueStrings: [String] { allCases.filter { $0 != .session }.map(\.rawValue) }
}

extension Role: ExpressibleByArgument {
    /// Reads `guest`, `reader`, `writer` or `admin`.
    public init?(argument: String) { self.init(name: argument) }

    /// The words, for help and completions.
    public static var allValueStrings: [String] { allCases.map(\.name) }
}
