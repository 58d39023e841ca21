internal import Digests
internal import FoundationEssentials
internal import JWTKit

/// A JSON Web Token (RFC 7519, signed by RFC 7515) taken apart, not yet verified.
struct SignedToken {
    /// What it is signed with.
    let algorithm: String
    /// Which of the issuer's keys.
    let keyID: String?
    /// What it says.
    let claims: [String: JSONValue]
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// Bytes of a token at most.
    static let limitBytes = 8 << 10
    /// What is accepted: signatures with public keys only, so that no key of ours or of the issuer is a shared secret.
    static let algorithms: Set<String> = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    ]

    /// Whether a credential has the form of one: three parts, the first of which begins a JSON object.
    static func isLikely(_ text: String) -> Bool {
        text.hasPrefix("eyJ") && text.utf8.count { $0 == UInt8(ascii: ".") } == 2
    }

    /// - Throws: `malformed`, `algorithm`, `criticalHeader`.
    init(_ text: String) throws(OIDCRejection) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.limitBytes, parts.count == 3, let header = Self.object(parts[0]),
            let claims = Self.object(parts[1]), let signature = Base64URL.decode(parts[2]), !signature.isEmpty,
            case .string(let algorithm)? = header["alg"]
        else { throw .malformed }
        guard Self.algorithms.contains(algorithm) else { throw .algorithm(algorithm) }
        guard header["crit"] == nil else { throw .criticalHeader }
        switch header["kid"] {
        case nil: keyID = nil
        case .string(let id): keyID = id
        default: throw .malformed
        }
        self.algorithm = algorithm
        self.claims = claims
        self.signature = signature
        signed = Array(parts[0].utf8) + [UInt8(ascii: ".")] + parts[1].utf8
    }

    /// A claim that is a text.
    func text(_ claim: String) -> String? {
        if case .string(let text)? = claims[claim] { text } else { nil }
    }

    /// A claim that is a moment (RFC 7519's NumericDate), in seconds since 1970; nil also for what no clock says.
    func seconds(_ claim: String) -> Double? {
        let seconds: Double? =
            switch claims[claim] {
            case .integer(let value): Double(value)
            case .number(let value): value
            default: nil
            }
        guard let seconds, seconds.isFinite, abs(seconds) < 1e12 else { return nil }
        return seconds
    }

    /// `aud`, which is a text or a list of them.
    var audiences: [String] {
        switch claims["aud"] {
        case .string(let text): [text]
        case .array(let values):
            values.compactMap { if case .string(let text) = $0 { text } else { nil } }
        default: []
        }
    }

    /// Whether one of the issuer's keys made the signature.
    /// - Throws: `unknownKey`, `algorithm` where the key is for another, `signature`.
    func verify(with keys: IssuerKeySet) async throws(OIDCRejection) {
        guard let key = keys.key(keyID) else { throw .unknownKey }
        guard key.suits(algorithm) else { throw .algorithm(algorithm) }
        do {
            let collection = JWTKeyCollection()
            try await collection.add(jwk: key.jwk)
            let verifier = try await collection.getKey(for: key.jwk.keyIdentifier, alg: algorithm)
            guard verifier.name == algorithm, try verifier.verify(signature, signs: signed) else {
                throw OIDCRejection.signature
            }
        } catch {
            throw .signature
        }
    }

    private static func object(_ part: Substring) -> [String: JSONValue]? {
        guard let bytes = Base64URL.decode(part), String(validating: bytes, as: UTF8.self) != nil else { return nil }
        return try? JSONDecoder().decode([String: JSONValue].self, from: Data(bytes))
    }
}
