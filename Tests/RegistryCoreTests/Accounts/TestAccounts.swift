import ContentStore
import RegistryCore
import Secrets
import Synchronization

/// A clock that stands still until it is told to go on.
final class TestClock: Sendable {
    private let moment: Mutex<Int64>

    init(at moment: Int64) { self.moment = Mutex(moment) }

    var now: Int64 { moment.withLock { $0 } }

    func advance(seconds: Int64) { moment.withLock { $0 += seconds * 1000 } }
}

/// A registry with cheap passwords and a clock of its own, and a few things in it.
struct TestAccounts {
    let registry: Registry
    let clock: TestClock

    /// Of the organization `acme`, private.
    static let packages = try! RegistryPath("acme/packages")
    /// Of the organization `acme`, public.
    static let open = try! RegistryPath("acme/open")
    /// Of the organization `other`.
    static let elsewhere = try! RegistryPath("other/packages")

    /// Makes a user with the password `password-of-NAME`.
    func user(_ name: String, isSiteAdministrator: Bool = false) throws {
        var new = NewUser(name: name)
        new.password = "password-of-\(name)"
        new.isSiteAdministrator = isSiteAdministrator
        try registry.createUser(new)
    }

    func authenticate(
        _ credential: Credential, from address: String? = nil, acceptsPasswords: Bool = true
    ) throws -> Authentication {
        try registry.authenticate(credential, from: address, acceptsPasswords: acceptsPasswords)
    }

    /// Whoever a credential belongs to; anonymous where it is not good.
    func caller(_ credential: Credential) throws -> Caller {
        switch try registry.authenticate(credential) {
        case .caller(let caller): caller
        case .anonymous, .rejected: .anonymous
        }
    }

    /// Makes a token and answers its secret.
    func secret(_ kind: TokenKind, _ change: (inout NewToken) -> Void = { _ in }) throws -> String {
        var new = NewToken(kind)
        new.description = "a test"
        change(&new)
        return try registry.createToken(new).secret
    }
}

/// Runs `body` with accounts in a registry in a temporary directory.
func withAccounts(_ body: (TestAccounts) throws -> Void) throws {
    try withRegistry { test in
        // The store's clock makes things; this one only says what has expired.
        let clock = TestClock(at: try test.registry.createOrganization("acme").created)
        var options = RegistryOptions()
        options.passwordCost = .least
        options.now = { clock.now }
        let registry = Registry(store: test.registry.store, options: options)
        try registry.createRegistry(TestAccounts.packages)
        var settings = RegistrySettings()
        settings.visibility = .public
        try registry.createRegistry(TestAccounts.open, settings: settings)
        try registry.createRegistry(TestAccounts.elsewhere)
        try body(TestAccounts(registry: registry, clock: clock))
    }
}
