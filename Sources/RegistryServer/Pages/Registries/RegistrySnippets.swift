internal import RegistryCore

/// What clients are told of one registry: addresses and credentials as each of them wants them.
///
/// Everything that is put in is a slug, a number, a token's secret or the server's own address: nothing in it means
/// anything to a shell, so that the commands can be run as they stand.
struct RegistrySnippets: Sendable {
    let path: RegistryPath
    /// As GitLab's routes have it.
    let number: UInt64
    let kind: RegistryKind
    /// Whether clients have to show a token to install.
    let isPrivate: Bool
    /// Scheme, host and perhaps a path, without a slash at its end.
    let base: String
    let dialects: Set<DialectName>
    /// The registry of an organization that Gitea's routes mean.
    let giteaRegistry: String
    /// The secret of a token that was made for this page; nil for the name of a variable in its place.
    let secret: String?
    /// A project to install.
    let project: String

    /// What stands for the token where no shell replaces it.
    private static let placeholder = "YOUR_TOKEN"
    /// What the commands call the token.
    private static let variable = "REGADMIN_TOKEN"

    /// The name by which configurations know the registry.
    private var name: String { "\(path.organization)-\(path.registry)" }

    private func index(_ token: String?) -> String {
        let address = "\(path)/pypi/simple/"
        guard isPrivate, let token else { return "\(base)/\(address)" }
        let scheme = base.prefix { $0 != ":" }
        return "\(scheme)://buildkite:\(token)@\(base.dropFirst(scheme.count + 3))/\(address)"
    }

    /// In a command.
    private var shellToken: String { secret ?? "$\(Self.variable)" }
    /// A version with an epoch has a mark in it by which shells call old commands back.
    private var shellProject: String { project.contains("!") ? "'\(project)'" : project }
    /// In a file that pip reads, which knows variables in lists of requirements only.
    private var fileToken: String { secret ?? Self.placeholder }

    /// pip installs over plain HTTP from this machine alone, unless it is told otherwise.
    private var untrustedHost: String? {
        guard base.hasPrefix("http://") else { return nil }
        let host = String(base.dropFirst("http://".count).prefix { $0 != "/" })
        let isLocal = host.hasPrefix("localhost") || host.hasPrefix("127.") || host.hasPrefix("[::1]")
        return isLocal ? nil : host
    }

    private var option: String { kind == .composite ? "index-url" : "extra-index-url" }

    // MARK: - Installing

    /// What is needed before; nil where nothing is.
    var preparation: Snippet? {
        guard secret == nil else { return nil }
        return Snippet("Your token", "export \(Self.variable)=\(Self.placeholder)")
    }

    var installing: [SnippetGroup] {
        dialects.contains(.buildkite) ? [pip, uv] : []
    }

    private var pip: SnippetGroup {
        let trust = untrustedHost.map { " --trusted-host \($0)" } ?? ""
        let trusted = untrustedHost.map { "\ntrusted-host = \($0)" } ?? ""
        let listed = untrustedHost.map { "\n--trusted-host \($0)" } ?? ""
        let token = secret ?? "${\(Self.variable)}"
        return SnippetGroup(
            id: "pip", title: "pip", intro: nil,
            snippets: [
                Snippet(
                    "pip install", "pip install \(shellProject) \\\n  --\(option) \"\(index(shellToken))\"\(trust)",
                    hint: kind == .composite
                        ? nil : "pip asks its own index, too, and takes the highest version that either has."),
                Snippet(
                    "pip.conf", "[global]\n\(option) = \(index(fileToken))\(trusted)",
                    hint: "In ~/.config/pip/pip.conf, or %APPDATA%\\pip\\pip.ini on Windows."),
                Snippet(
                    "requirements.txt", "--\(option) \(index(token))\(listed)\n\(project)",
                    hint: "pip replaces the variable when it reads the file."
                        .unless(secret != nil || !isPrivate)),
            ])
    }

    private var uv: SnippetGroup {
        let insecure = untrustedHost.map { " --allow-insecure-host \($0)" } ?? ""
        var snippets = [
            Snippet(
                "uv pip install", "uv pip install \(shellProject) \\\n  --index \"\(index(shellToken))\"\(insecure)"),
            Snippet(
                "pyproject.toml", "[[tool.uv.index]]\nname = \"\(name)\"\nurl = \"\(index(nil))\"",
                hint: "At the end of your project's pyproject.toml."),
        ]
        if isPrivate {
            let variable = "UV_INDEX_" + name.uppercased().split(separator: "-").joined(separator: "_")
            snippets.append(
                Snippet(
                    "Credentials for uv",
                    "export \(variable)_USERNAME=buildkite\nexport \(variable)_PASSWORD=\(shellToken)"))
        }
        return SnippetGroup(id: "uv", title: "uv", intro: nil, snippets: snippets)
    }

    // MARK: - Publishing

    var publishing: [SnippetGroup] {
        guard kind == .source else { return [] }
        let isGitea = dialects.contains(.gitea) && path.registry == giteaRegistry
        var groups: [SnippetGroup] = []
        if dialects.contains(.gitlab) || isGitea { groups.append(twine) }
        var curl: [Snippet] = []
        if dialects.contains(.buildkite) { curl.append(buildkite) }
        if isGitea { curl.append(form("Gitea", to: giteaURL, user: "anyone")) }
        if dialects.contains(.gitlab) { curl.append(form("GitLab", to: gitLabURL, user: "__token__")) }
        if !curl.isEmpty { groups.append(SnippetGroup(id: "curl", title: "curl", intro: nil, snippets: curl)) }
        return groups
    }

    private var gitLabURL: String { "\(base)/api/v4/projects/\(number)/packages/pypi" }
    private var giteaURL: String { "\(base)/api/packages/\(path.organization)/pypi" }

    private var twine: SnippetGroup {
        let url = dialects.contains(.gitlab) ? gitLabURL : giteaURL
        return SnippetGroup(
            id: "twine", title: "twine and uv publish", intro: nil,
            snippets: [
                Snippet(
                    ".pypirc",
                    """
                    [distutils]
                    index-servers =
                        \(name)

                    [\(name)]
                    repository = \(url)
                    username = __token__
                    password = \(fileToken)
                    """, hint: "In ~/.pypirc, readable by you alone."),
                Snippet("twine upload", "twine upload --repository \(name) dist/*"),
                Snippet(
                    "uv publish",
                    "uv publish --publish-url \(url) \\\n  --username __token__ --password \"\(shellToken)\" dist/*"),
            ])
    }

    private var buildkite: Snippet {
        Snippet(
            "curl, Buildkite's way",
            """
            for file in dist/*; do
              curl --fail-with-body -H "Authorization: Bearer \(shellToken)" -F "file=@$file" \\
                \(base)/v2/packages/organizations/\(path.organization)/registries/\(path.registry)/packages
            done
            """)
    }

    /// The form that twine sends: name and version are in the filename.
    private func form(_ system: String, to url: String, user: String) -> Snippet {
        Snippet(
            "curl, \(system)'s way",
            """
            for file in dist/*; do
              words=$(basename "$file" .tar.gz)
              curl --fail-with-body --user "\(user):\(shellToken)" \\
                -F ":action=file_upload" -F "protocol_version=1" \\
                -F "name=$(echo "$words" | cut -d- -f1)" -F "version=$(echo "$words" | cut -d- -f2)" \\
                -F "sha256_digest=$(sha256sum "$file" | cut -d" " -f1)" -F "content=@$file" \\
                \(url)
            done
            """)
    }
}

extension String {
    /// The text, or nil.
    fileprivate func unless(_ condition: Bool) -> String? { condition ? nil : self }
}
