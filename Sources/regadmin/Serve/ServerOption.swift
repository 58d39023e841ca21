internal import RegistryServer

/// One thing that an operator can say about the server: as a flag, in the environment, in the file.
struct ServerOption: Sendable {
    /// `base-url`: the flag is `--base-url`, the variable `REGADMIN_BASE_URL`, the key of the file `base-url`.
    let name: String
    /// Whether its value must not be shown.
    var isSecret = false
    /// What is said of it now; nil for nothing.
    let read: @Sendable (ServerSettings) -> String?
    /// Takes a value; answers what is wrong with it, in words that follow "cannot be used:".
    let set: @Sendable (inout ServerSettings, String) -> String?

    var variable: String { "REGADMIN_" + name.uppercased().split(separator: "-").joined(separator: "_") }
}

extension ServerOption {
    static func text(
        _ name: String, isSecret: Bool = false, _ field: any WritableKeyPath<ServerSettings, String?> & Sendable
    ) -> ServerOption {
        ServerOption(name: name, isSecret: isSecret, read: { $0[keyPath: field] }) { settings, text in
            settings[keyPath: field] = text.isEmpty ? nil : text
            return nil
        }
    }

    /// Yes or no.
    static func choice(
        _ name: String, _ field: any WritableKeyPath<ServerSettings, Bool> & Sendable
    ) -> ServerOption {
        ServerOption(name: name, read: { $0[keyPath: field] ? "yes" : "no" }) { settings, text in
            switch text.lowercased() {
            case "yes", "true", "1": settings[keyPath: field] = true
            case "no", "false", "0": settings[keyPath: field] = false
            default: return "it is neither yes nor no"
            }
            return nil
        }
    }

    static func number(
        _ name: String, _ range: ClosedRange<Int>, _ field: any WritableKeyPath<ServerSettings, Int> & Sendable
    ) -> ServerOption {
        ServerOption(name: name, read: { "\($0[keyPath: field])" }) { settings, text in
            guard let number = Int(text), range.contains(number) else {
                return "it is no number from \(range.lowerBound) to \(range.upperBound)"
            }
            settings[keyPath: field] = number
            return nil
        }
    }

    static func time(
        _ name: String, _ field: any WritableKeyPath<ServerSettings, Int64> & Sendable
    ) -> ServerOption {
        ServerOption(name: name, read: { "\($0[keyPath: field])s" }) { settings, text in
            guard let span = TimeSpan(argument: text), span.seconds > 0, span.seconds < 1 << 31 else {
                return "it is no time such as 30s or 10m"
            }
            settings[keyPath: field] = span.seconds
            return nil
        }
    }

    static func bytes<Number: FixedWidthInteger & Sendable>(
        _ name: String, _ field: any WritableKeyPath<ServerSettings, Number> & Sendable
    ) -> ServerOption {
        ServerOption(name: name, read: { "\($0[keyPath: field])" }) { settings, text in
            guard let count = ByteCount(argument: text), count.bytes > 0 else {
                return "it is no size such as 500MB or 2GiB"
            }
            settings[keyPath: field] = Number(count.bytes)
            return nil
        }
    }

    /// The upload limit of one dialect.
    static func uploadLimit(_ dialect: DialectName) -> ServerOption {
        ServerOption(
            name: "\(dialect.rawValue)-upload-limit",
            read: { $0.limits.dialectUploadBytes[dialect].map { "\($0)" } },
            set: { settings, text in
                guard let count = ByteCount(argument: text), count.bytes > 0 else {
                    return "it is no size such as 50MB"
                }
                settings.limits.dialectUploadBytes[dialect] = count.bytes
                return nil
            })
    }

    /// Words between commas, with or without spaces.
    static func words(_ text: String) -> [String] {
        text.split { $0 == "," || $0 == " " }.map(String.init)
    }
}
