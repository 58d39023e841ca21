import Foundation
import SystemPackage
import Testing

@Suite("serve is configured")
struct ServeConfigurationTests {
    private static func options(_ outcome: Regadmin.Outcome) throws -> [String: [String: Any]] {
        var options: [String: [String: Any]] = [:]
        for event in try outcome.events("option") { options[event["option"] as? String ?? ""] = event }
        return options
    }

    @Test("by flags before the environment before a file")
    func order() throws {
        try Workplace.with { workplace in
            let file = workplace.root.appending("server.json").string
            let text = """
                {"host": "::1", "port": 9000, "trusted-proxies": ["10.0.0.0/8", "::1"], "log-requests": false,
                 "upload-limit": "50MB", "base-url": "https://packages.example/x/", "idle-timeout": "5m"}
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            let outcome = try workplace.regadmin.start(
                ["serve", "--json", "--print-configuration", "--config", file, "--port", "0"],
                environment: [
                    "REGADMIN_PORT": "1", "REGADMIN_UPLOAD_LIMIT": "1GiB", "REGADMIN_METRICS_TOKEN": "hunter2",
                ]
            ).wait()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(!outcome.output.contains("hunter2"))
            let options = try Self.options(outcome)
            for (name, value, source) in [
                ("host", "::1", "file"), ("port", "0", "flag"), ("upload-limit", "1073741824", "environment"),
                ("trusted-proxies", "10.0.0.0/8,::1", "file"), ("log-requests", "no", "file"),
                ("base-url", "https://packages.example/x", "file"), ("idle-timeout", "300s", "file"),
                ("gitea-registry", "pypi", "default"), ("metrics-token", "(set, not shown)", "environment"),
            ] {
                #expect(options[name]?["value"] as? String == value, "\(name)")
                #expect(options[name]?["source"] as? String == source, "\(name)")
            }
        }
    }

    @Test("by options that its help names, one and all")
    func help() throws {
        try Workplace.with { workplace in
            let help = try workplace.regadmin.expect(0, "serve", "--help").output
            let options = try Self.options(
                workplace.regadmin.expect(0, "serve", "--json", "--print-configuration"))
            #expect(options.count > 20)
            for name in options.keys { #expect(help.contains("--\(name) <"), "\(name)") }
            // And each is a flag that is understood.
            for name in options.keys where options[name]?["value"] is String && name != "metrics-token" {
                let value = try #require(options[name]?["value"] as? String)
                let again = try Self.options(
                    workplace.regadmin.expect(0, "serve", "--json", "--print-configuration", "--\(name)", value))
                #expect(again[name]?["value"] as? String == value, "\(name)")
                #expect(again[name]?["source"] as? String == "flag", "\(name)")
            }
        }
    }

    @Test(
        "by nothing that makes no sense",
        arguments: [
            ("--port", "70000"), ("--port", "x"), ("--base-url", "packages.example"), ("--base-url", "https://a/?b"),
            ("--base-url", "https://"), ("--trusted-proxies", "10.0.0.0/33"), ("--trusted-proxies", "proxy"),
            ("--dialects", "npm"), ("--upload-limit", "big"), ("--upload-limit", "0"), ("--idle-timeout", "soon"),
            ("--log-level", "loud"), ("--log-format", "xml"), ("--threads", "0"), ("--gitea-registry", "../x"),
            ("--oidc-issuers", "example"), ("--log-requests", "perhaps"), ("--pages", "perhaps"),
            ("--gc-every", "never"),
        ])
    func refused(flag: String, value: String) throws {
        try Workplace.with { workplace in
            let outcome = try workplace.regadmin.expect(2, "serve", flag, value)
            #expect(outcome.errors.contains("regadmin: \(flag): cannot be used: "), "\(outcome.errors)")
            let variable = "REGADMIN_" + flag.dropFirst(2).uppercased().replacingOccurrences(of: "-", with: "_")
            let again = try workplace.regadmin.start(["serve"], environment: [variable: value]).wait()
            #expect(again.status == 2)
            #expect(again.errors.contains("regadmin: $\(variable): cannot be used: "), "\(again.errors)")
        }
    }

    @Test("by no file with names that nobody reads, and by no file that is not there")
    func files() throws {
        try Workplace.with { workplace in
            let file = workplace.root.appending("server.json").string
            for (text, words) in [
                ("{\"prot\": 1}", "prot: is no option"), ("{", "cannot be used as configuration"),
                ("{\"port\": {\"a\": 1}}", "port: cannot be used"),
            ] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: file))
                let outcome = try workplace.regadmin.expect(2, "serve", "--config", file)
                #expect(outcome.errors.contains(words), "\(outcome.errors)")
            }
            try workplace.regadmin.expect(2, "serve", "--config", file + ".other")
            try workplace.regadmin.expect(2, "serve", "--tls-key", file)
            let outcome = try workplace.regadmin.expect(2, "serve", "--tls-key", file, "--tls-certificate", file)
            #expect(outcome.errors.contains("cannot be used as certificate and key"))
        }
    }
}
