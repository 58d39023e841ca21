internal import Configuration
internal import FoundationEssentials
internal import RegistryServer
internal import SystemPackage

/// What an operator said about the server, from where: a flag, the environment, the file, in this order.
struct ServerConfigurationReader {
    /// Where a value came from.
    enum Source: String {
        case flag, environment, file
        case standard = "default"
    }

    private(set) var settings = ServerSettings()
    private(set) var sources: [String: Source] = [:]

    /// - Parameters:
    ///   - flags: values by the names of their options.
    ///   - file: JSON: an object of values by the same names; nil for none.
    /// - Throws: `CommandFailure`, with the name of the option that is wrong.
    init(flags: [String: String], environment: [String: String], file: FilePath?) async throws {
        var readers: [(Source, ConfigReader)] = [
            (
                .flag,
                ConfigReader(
                    provider: InMemoryProvider(
                        values: Dictionary(
                            uniqueKeysWithValues: flags.map {
                                (AbsoluteConfigKey([$0.key]), ConfigValue(stringLiteral: $0.value))
                            })))
            ),
            (
                .environment,
                ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: environment))
                    .scoped(to: "regadmin")
            ),
        ]
        var namesInFile: Set<String> = []
        if let file {
            do {
                readers.append((.file, ConfigReader(provider: try await FileProvider<JSONSnapshot>(filePath: file))))
                namesInFile = try Self.names(in: file)
            } catch let failure as CommandFailure {
                throw failure
            } catch {
                throw CommandFailure(file.string, "cannot be used as configuration: \(error)", status: .usage)
            }
        }
        for option in ServerOption.all {
            for (source, reader) in readers {
                let value = Self.text(option, reader)
                if value == nil, source != .file || !namesInFile.contains(option.name) { continue }
                let problem = value.map { option.set(&settings, $0) } ?? "it is no text, number, list, true or false"
                if let problem {
                    throw CommandFailure(Self.title(option, source, file), "cannot be used: \(problem)", status: .usage)
                }
                sources[option.name] = source
                break
            }
        }
        if let tls = settings.tls, tls.certificate.isEmpty || tls.key.isEmpty {
            throw CommandFailure(
                tls.key.isEmpty ? "--tls-key" : "--tls-certificate", "is missing: TLS needs both files", status: .usage)
        }
    }

    /// A value as text, whichever type the file gives it.
    private static func text(_ option: ServerOption, _ reader: ConfigReader) -> String? {
        let key = ConfigKey([option.name])
        if let text = try? reader.requiredString(forKey: key, isSecret: option.isSecret) { return text }
        if let number = try? reader.requiredInt(forKey: key) { return "\(number)" }
        if let flag = try? reader.requiredBool(forKey: key) { return flag ? "yes" : "no" }
        return (try? reader.requiredStringArray(forKey: key))?.joined(separator: ",")
    }

    /// How a person finds the value again.
    private static func title(_ option: ServerOption, _ source: Source, _ file: FilePath?) -> String {
        switch source {
        case .flag, .standard: "--\(option.name)"
        case .environment: "$\(option.variable)"
        case .file: "\(file?.string ?? ""): \(option.name)"
        }
    }

    /// The names in the file; one that nobody reads is a mistake.
    private static func names(in file: FilePath) throws -> Set<String> {
        let bytes = try Data(contentsOf: URL(filePath: file.string))
        let names = Set(try JSONDecoder().decode([String: AnyValue].self, from: bytes).keys)
        if let unknown = names.subtracting(ServerOption.all.map(\.name)).min() {
            throw CommandFailure(
                "\(file): \(unknown)", "is no option", advice: "see 'regadmin serve --help'", status: .usage)
        }
        return names
    }

    /// Any JSON, not looked at; a table in the file is no value of ours.
    private struct AnyValue: Decodable {
        init(from decoder: any Decoder) throws {}
    }
}
