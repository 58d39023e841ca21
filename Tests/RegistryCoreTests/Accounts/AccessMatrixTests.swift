import RegistryCore
import Testing

/// What somebody wants to do.
private enum Deed: CaseIterable { case read, publish }

/// Who may do what, cell by cell as the three systems document it, made from nothing but `Access`.
@Suite("Access")
struct AccessMatrixTests {
    // MARK: - The dialects' rules, in the few lines they will need

    /// GitLab's answer (its matrix of callers and projects).
    private static func gitlab(_ deed: Deed, _ access: Access) -> Int {
        guard access.exists else { return 404 }
        guard access.canSee else { return access.isAuthenticated ? 404 : 401 }
        let isAllowed = deed == .read ? access.canRead : access.canPublish
        if isAllowed { return deed == .read ? 200 : 201 }
        return access.isAuthenticated ? 403 : 401
    }

    /// Gitea's answer: 401 to whoever lacks anything.
    private static func gitea(_ deed: Deed, _ access: Access) -> Int {
        guard access.organizationExists else { return 404 }
        let isAllowed = deed == .read ? access.canRead : access.canPublish
        return isAllowed ? deed == .read ? 200 : 201 : 401
    }

    /// Buildkite's answer on the packages host (reading) and the API host (publishing).
    private static func buildkite(_ deed: Deed, _ access: Access) -> Int {
        if deed == .publish, !access.isAuthenticated { return 401 }
        guard access.canSee else { return access.isAuthenticated ? 404 : 401 }
        guard access.scopes.contains(deed == .read ? .readPackages : .writePackages) else { return 403 }
        return (deed == .read ? access.isReadable : access.canPublish) ? 200 : 403
    }

    // MARK: - The people

    private struct People {
        let accounts: TestAccounts
        private(set) var callers: [String: Caller] = ["anonymous": .anonymous]

        init(_ accounts: TestAccounts) throws {
            self.accounts = accounts
            let registry = accounts.registry
            let roles: [(String, Role?)] = [
                ("stranger", nil), ("guest", .guest), ("reader", .reader), ("writer", .writer), ("owner", .admin),
            ]
            for (name, role) in roles {
                try accounts.user(name)
                if let role { try registry.grant(role, to: name, on: .organization("acme")) }
                callers[name] = try accounts.caller(.basic(user: name, password: "password-of-\(name)"))
            }
            try accounts.user("root", isSiteAdministrator: true)
            callers["site admin"] = try accounts.caller(.basic(user: "root", password: "password-of-root"))
            let here = GrantTarget.registry(TestAccounts.packages)
            try token("deploy", .deploy) { $0.limit = here }
            try token("reading deploy", .deploy) {
                $0.limit = here
                $0.scopes = .readPackages
            }
            try token("group deploy", .deploy) { $0.limit = .organization("acme") }
            try token("deploy elsewhere", .deploy) { $0.limit = .registry(TestAccounts.elsewhere) }
            try token("registry", .registry) { $0.limit = here }
            try token("registry elsewhere", .registry) { $0.limit = .registry(TestAccounts.elsewhere) }
            try token("job of writer", .job) { $0.owner = "writer" }
            try token("job of stranger", .job) { $0.owner = "stranger" }
            try token("reading writer", .personal) {
                $0.owner = "writer"
                $0.scopes = .readPackages
            }
            try token("writer elsewhere", .personal) {
                $0.owner = "writer"
                $0.limit = .registry(TestAccounts.elsewhere)
            }
            try token("writer without reading", .personal) {
                $0.owner = "writer"
                $0.scopes = .readRegistries
            }
            try token("root elsewhere", .personal) {
                $0.owner = "root"
                $0.limit = .organization("other")
            }
            callers["oidc"] = try registry.job(
                subject: "job 7", scopes: [.readPackages, .writePackages], in: TestAccounts.packages)
        }

        private mutating func token(_ name: String, _ kind: TokenKind, _ change: (inout NewToken) -> Void) throws {
            callers[name] = try accounts.caller(.bearer(try accounts.secret(kind, change)))
        }

        func access(_ name: String, to path: RegistryPath) throws -> Access {
            try accounts.registry.access(of: #require(callers[name], "\(name)"), to: path)
        }
    }

    // MARK: - The matrices

    @Test("gives GitLab's answers")
    func gitlabMatrix() throws {
        // Read public, read private, publish public, publish private.
        let expected: [String: [Int]] = [
            "anonymous": [200, 401, 401, 401],
            "stranger": [200, 404, 403, 404],
            "guest": [200, 403, 403, 403],
            "reader": [200, 200, 403, 403],
            "writer": [200, 200, 201, 201],
            "owner": [200, 200, 201, 201],
            "site admin": [200, 200, 201, 201],
            "group deploy": [200, 200, 201, 201],
            "deploy": [200, 200, 403, 201],
            "reading deploy": [200, 200, 403, 403],
            "deploy elsewhere": [200, 404, 403, 404],
            "job of writer": [200, 200, 201, 201],
            "job of stranger": [200, 404, 403, 404],
            "reading writer": [200, 200, 403, 403],
            "writer elsewhere": [200, 404, 403, 404],
            "writer without reading": [403, 403, 403, 403],
            "root elsewhere": [200, 404, 403, 404],
        ]
        try withAccounts { accounts in
            let people = try People(accounts)
            for (name, row) in expected {
                var answers: [Int] = []
                for deed in Deed.allCases {
                    for path in [TestAccounts.open, TestAccounts.packages] {
                        answers.append(Self.gitlab(deed, try people.access(name, to: path)))
                    }
                }
                #expect(answers == row, "\(name)")
            }
            for name in people.callers.keys {
                let nowhere = try people.access(name, to: RegistryPath("acme/nowhere"))
                for deed in Deed.allCases { #expect(Self.gitlab(deed, nowhere) == 404) }
            }
        }
    }

    @Test("gives Gitea's answers, by the owner's visibility")
    func giteaMatrix() throws {
        // Reading from an owner that is public, limited, private; publishing to any of them.
        let expected: [String: [Int]] = [
            "anonymous": [200, 401, 401, 401],
            "stranger": [200, 200, 401, 401],
            "guest": [200, 200, 401, 401],
            "reader": [200, 200, 200, 401],
            "writer": [200, 200, 200, 201],
            "owner": [200, 200, 200, 201],
            "site admin": [200, 200, 200, 201],
            "reading writer": [200, 200, 200, 401],
            "writer without reading": [401, 401, 401, 401],
            "writer elsewhere": [200, 401, 401, 401],
            "registry": [200, 200, 200, 401],
        ]
        try withAccounts { accounts in
            let people = try People(accounts)
            for (column, visibility) in [Visibility.public, .internal, .private].enumerated() {
                var changes = OrganizationChanges()
                changes.visibility = visibility
                try accounts.registry.updateOrganization("acme", changes)
                for (name, row) in expected {
                    let access = try people.access(name, to: TestAccounts.packages)
                    #expect(Self.gitea(.read, access) == row[column], "\(name), \(visibility)")
                    #expect(Self.gitea(.publish, access) == row[3], "\(name), \(visibility)")
                }
            }
            // A writer may delete by Gitea's rules.
            let writer = try people.access("writer", to: TestAccounts.packages)
            #expect(!writer.canDelete)
            #expect(writer.allows(.deletePackages, from: .writer))
            #expect(try people.access("owner", to: TestAccounts.packages).canDelete)
            let unknown = try people.access("site admin", to: RegistryPath("nobody/pypi"))
            #expect(Self.gitea(.read, unknown) == 404)
        }
    }

    @Test("gives Buildkite's answers")
    func buildkiteMatrix() throws {
        // Read public, read private, publish public, publish private.
        let expected: [String: [Int]] = [
            "anonymous": [200, 401, 401, 401],
            "stranger": [200, 404, 403, 404],
            "reader": [200, 200, 403, 403],
            "writer": [200, 200, 200, 200],
            "owner": [200, 200, 200, 200],
            "registry": [200, 200, 403, 403],
            "registry elsewhere": [200, 404, 403, 404],
            "oidc": [200, 200, 403, 200],
            "reading writer": [200, 200, 403, 403],
            "writer without reading": [403, 403, 403, 403],
        ]
        try withAccounts { accounts in
            let people = try People(accounts)
            for (name, row) in expected {
                var answers: [Int] = []
                for deed in Deed.allCases {
                    for path in [TestAccounts.open, TestAccounts.packages] {
                        answers.append(Self.buildkite(deed, try people.access(name, to: path)))
                    }
                }
                #expect(answers == row, "\(name)")
            }
        }
    }

    @Test("to settings needs the role and the scope")
    func settings() throws {
        try withAccounts { accounts in
            let people = try People(accounts)
            for (name, caller) in people.callers {
                let access = try accounts.registry.access(of: caller, to: TestAccounts.packages)
                #expect(access.canAdminister == ["owner", "site admin"].contains(name), "\(name)")
                #expect(access.canDelete == ["owner", "site admin"].contains(name), "\(name)")
            }
            #expect(try accounts.registry.access(of: .local, to: TestAccounts.packages).canAdminister)
        }
    }

    @Test("to one registry shows its organization, and nothing else of it")
    func inside() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            let registry = accounts.registry
            try registry.grant(.writer, to: "alice", on: .registry(TestAccounts.packages))
            let alice = try accounts.caller(.basic(user: "alice", password: "password-of-alice"))
            let organization = try registry.access(of: alice, toOrganization: "acme")
            #expect(organization.canSee)
            #expect(organization.role == nil)
            #expect(!organization.canPublish)
            #expect(try registry.access(of: alice, to: TestAccounts.packages).canPublish)
            #expect(try !registry.access(of: alice, to: TestAccounts.elsewhere).canSee)
            #expect(try !registry.access(of: alice, toOrganization: "other").canSee)
            #expect(try !registry.access(of: .local, toOrganization: "nobody").canSee)
            #expect(try !registry.access(of: alice, toOrganization: String(repeating: "x", count: 9000)).exists)
            // A renamed or new registry at the same path is another one.
            try registry.deleteRegistry(TestAccounts.packages)
            try registry.createRegistry(TestAccounts.packages)
            #expect(try !registry.access(of: alice, to: TestAccounts.packages).canSee)
            #expect(try !registry.access(of: alice, toOrganization: "acme").canSee)
        }
    }
}
