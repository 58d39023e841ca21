internal import RegistryCore
internal import RegistryServer
internal import SystemPackage
internal import Upstream

extension ServerOption {
    /// Everything that can be said, in the order in which it is shown.
    static let all: [ServerOption] =
        [
            ServerOption(name: "host", read: { $0.host }) { settings, text in
                settings.host = text
                return text.isEmpty ? "it names no address" : nil
            },
            .number("port", 0...65_535, \.port),
            baseURL, trustedProxies, certificate, key, dialects, .choice("pages", \.pages),
            ServerOption(name: "gitea-registry", read: { $0.giteaRegistry }) { settings, text in
                settings.giteaRegistry = text
                return (try? RegistryPath("a/\(text)")) == nil ? "it is no name of a registry" : nil
            },
            oidcIssuers,
            .bytes("upload-limit", \.limits.uploadBytes),
        ] + DialectName.allCases.map(uploadLimit) + [
            .number("concurrent-uploads", 1...10_000, \.limits.concurrentUploads),
            .number("connections", 1...1_000_000, \.limits.connections),
            .number("threads", 1...256, \.limits.blockingThreads),
            .bytes("page-cache", \.limits.pageCacheBytes),
            .time("idle-timeout", \.limits.idleSeconds),
            .time("header-timeout", \.limits.headerSeconds),
            .time("stall-timeout", \.limits.stallSeconds),
            .number("least-rate", 0...1_000_000, \.limits.leastBytesPerSecond),
            logLevel, logFormat, .choice("log-requests", \.log.requests),
            .text("metrics-token", isSecret: true, \.metrics.token),
            .time("shutdown-timeout", \.shutdownSeconds),
            collection, upstreamAuthorities,
        ]

    private static let upstreamAuthorities = ServerOption(
        name: "upstream-ca", read: { $0.upstream.authorities?.string }
    ) { settings, text in
        settings.upstream.authorities = FilePath(text)
        return text.isEmpty ? "it names no file" : nil
    }

    private static let baseURL = ServerOption(name: "base-url", read: { $0.baseURL }) { settings, text in
        var url = text
        while url.hasSuffix("/") { url.removeLast() }
        let rest = url.hasPrefix("https://") ? url.dropFirst(8) : url.hasPrefix("http://") ? url.dropFirst(7) : ""
        guard !rest.isEmpty, !rest.hasPrefix("/"),
            rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"?#\"<>\\@".utf8.contains($0) })
        else { return "it is no URL such as https://packages.example.com" }
        settings.baseURL = url
        return nil
    }

    private static let trustedProxies = ServerOption(
        name: "trusted-proxies",
        read: { $0.trustedProxies.isEmpty ? nil : $0.trustedProxies.map(\.description).joined(separator: ",") },
        set: { settings, text in
            settings.trustedProxies = []
            for word in words(text) {
                guard let range = AddressRange(word) else { return "“\(word)” is no address and no network" }
                settings.trustedProxies.append(range)
            }
            return nil
        })

    private static let certificate = ServerOption(
        name: "tls-certificate", read: { $0.tls?.certificate.string },
        set: { settings, text in
            settings.tls = .init(certificate: FilePath(text), key: settings.tls?.key ?? "")
            return text.isEmpty ? "it names no file" : nil
        })

    private static let key = ServerOption(
        name: "tls-key", read: { $0.tls?.key.string },
        set: { settings, text in
            settings.tls = .init(certificate: settings.tls?.certificate ?? "", key: FilePath(text))
            return text.isEmpty ? "it names no file" : nil
        })

    private static let dialects = ServerOption(
        name: "dialects",
        read: { settings in
            DialectName.allCases.filter { settings.dialects.contains($0) }.map(\.rawValue).joined(separator: ",")
        },
        set: { settings, text in
            settings.dialects = []
            for word in words(text) {
                guard let dialect = DialectName(rawValue: word) else {
                    return "“\(word)” is none of \(DialectName.allCases.map(\.rawValue).joined(separator: ", "))"
                }
                settings.dialects.insert(dialect)
            }
            return nil
        })

    private static let oidcIssuers = ServerOption(
        name: "oidc-issuers",
        read: { $0.oidcIssuers.isEmpty ? nil : $0.oidcIssuers.joined(separator: ",") },
        set: { settings, text in
            settings.oidcIssuers = words(text)
            let odd = settings.oidcIssuers.first { !IssuerURL.isAcceptable($0) }
            return odd.map { "“\($0)” is no https URL, nor an http URL of this machine" }
        })

    private static let logLevel = ServerOption(name: "log-level", read: { $0.log.level }) { settings, text in
        settings.log.level = text
        let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
        return levels.contains(text) ? nil : "it is none of \(levels.joined(separator: ", "))"
    }

    private static let logFormat = ServerOption(name: "log-format", read: { $0.log.format.rawValue }) {
        settings, text in
        guard let format = ServerSettings.LogSettings.Format(rawValue: text) else {
            return "it is neither text nor json"
        }
        settings.log.format = format
        return nil
    }

    private static let collection = ServerOption(
        name: "gc-every", read: { $0.collectionSeconds.map { "\($0)s" } },
        set: { settings, text in
            guard let span = TimeSpan(argument: text), span.seconds < 1 << 31 else {
                return "it is no time such as 24h"
            }
            settings.collectionSeconds = span.seconds > 0 ? span.seconds : nil
            return nil
        })
}
