import Crypto
import CryptoExtras
import Digests
import Foundation
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// An issuer of tokens on a port of its own: real keys, real signatures, a discovery document and a key set over HTTP.
final class TestIssuer: Sendable {
    /// What it answers, which a test may change.
    struct Documents: Sendable {
        var issuer: String?
        var keysAddress: String?
        var keys: [[String: String]] = []
        var status = HTTPResponse.Status.ok
        var padding = 0
    }

    /// Its URL.
    let url: String
    let ecKey = P256.Signing.PrivateKey()
    let rsaKey: _RSA.Signing.PrivateKey
    let documents = Mutex(Documents())
    private let count = Atomic(0)

    /// Requests for its keys so far.
    var fetches: Int { count.load(ordering: .relaxed) }

    private init(port: Int) throws {
        url = "http://127.0.0.1:\(port)"
        rsaKey = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let point = ecKey.publicKey.rawRepresentation
        let primitives = try rsaKey.publicKey.getKeyPrimitives()
        documents.withLock { documents in
            documents.keys = [
                [
                    "kty": "EC", "kid": "ec", "use": "sig", "crv": "P-256", "alg": "ES256",
                    "x": Base64URL.encode(Array(point.prefix(32))), "y": Base64URL.encode(Array(point.suffix(32))),
                ],
                [
                    "kty": "RSA", "kid": "rsa", "n": Base64URL.encode(Array(primitives.modulus)),
                    "e": Base64URL.encode(Array(primitives.publicExponent)),
                ],
                ["kty": "unheard-of", "kid": "strange"],
            ]
        }
    }

    /// Runs `body` with an issuer, and stops it afterwards.
    static func with(_ body: @escaping @Sendable (TestIssuer) async throws -> Void) async throws {
        let router = Router()
        let holder = Mutex<TestIssuer?>(nil)
        router.get("/.well-known/openid-configuration") { _, _ in
            holder.withLock { $0 }?.discovery() ?? Response(status: .serviceUnavailable)
        }
        router.get("/keys") { _, _ in holder.withLock { $0 }?.keySet() ?? Response(status: .serviceUnavailable) }
        let (ports, starting) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in starting.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "issuer", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            defer { group.cancelAll() }
            for await port in ports {
                let issuer = try TestIssuer(port: port)
                holder.withLock { $0 = issuer }
                try await body(issuer)
                break
            }
        }
    }

    private func discovery() -> Response {
        let documents = documents.withLock { $0 }
        return answer(
            ["issuer": documents.issuer ?? url, "jwks_uri": documents.keysAddress ?? "\(url)/keys"], documents)
    }

    private func keySet() -> Response {
        count.wrappingAdd(1, ordering: .relaxed)
        let documents = documents.withLock { $0 }
        return answer(["keys": documents.keys], documents)
    }

    private func answer(_ value: some Encodable, _ documents: Documents) -> Response {
        var bytes = (try? JSONEncoder().encode(value)).map { Array($0) } ?? []
        bytes += [UInt8](repeating: 0x20, count: documents.padding)
        return Response(status: documents.status, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    // MARK: - Tokens

    /// A token as CI systems make them, changed as a test wants.
    func token(
        audience: String, now: Double, algorithm: String = "ES256", keyID: String? = "ec",
        header: [String: any Sendable] = [:], _ change: (inout [String: Any]) -> Void = { _ in }
    ) throws -> String {
        var claims: [String: Any] = [
            "iss": url, "sub": "pipeline:acme:build", "aud": audience, "iat": Int(now), "nbf": Int(now),
            "exp": Int(now) + 300, "organization_slug": "acme", "build_branch": "main", "build_number": 7,
        ]
        change(&claims)
        var fields: [String: Any] = ["alg": algorithm, "typ": "JWT"]
        if let keyID { fields["kid"] = keyID }
        for (name, value) in header { fields[name] = value }
        let signed = try Self.encode(fields) + "." + Self.encode(claims)
        return signed + "." + Base64URL.encode(try signature(of: signed, algorithm))
    }

    private func signature(of text: String, _ algorithm: String) throws -> [UInt8] {
        let data = Data(text.utf8)
        switch algorithm {
        case "RS256": return Array(try rsaKey.signature(for: data, padding: .insecurePKCS1v1_5).rawRepresentation)
        case "HS256":
            // What a confused verifier would compute: the public key as a shared secret.
            let key = SymmetricKey(data: Data(rsaKey.publicKey.pemRepresentation.utf8))
            return Array(HMAC<Crypto.SHA256>.authenticationCode(for: data, using: key))
        case "none": return [0]
        default: return Array(try ecKey.signature(for: data).rawRepresentation)
        }
    }

    static func encode(_ value: [String: Any]) throws -> String {
        Base64URL.encode(Array(try JSONSerialization.data(withJSONObject: value)))
    }
}
