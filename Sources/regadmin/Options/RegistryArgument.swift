public import ArgumentParser
public import RegistryCore

extension RegistryPath: ExpressibleByArgument {
    /// Reads `organization/registry`; the parser words the refusal.
    public init?(argument: String) {
        guard let path = try? RegistryPath(argument) else { return nil }
        self = path
    }
}

extension RegistryKind: ExpressibleByArgument {}
