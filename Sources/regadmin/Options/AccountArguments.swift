public import ArgumentParser
public import RegistryCore

extension TokenKind: ExpressibleByArgument {}

extension Role: ExpressibleByArgument {
    /// Reads `guest`, `reader`, `writer` or `admin`.
    public init?(argument: String) { self.init(name: argument) }

    /// The words, for help and completions.
    public static var allValueStrings: [String] { allCases.map(\.name) }
}
