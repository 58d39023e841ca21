internal import Digests
internal import FoundationEssentials
internal import JWTKit

/// The public keys that an issuer signs with (RFC 7517).
struct IssuerKeySet: Sendable {
    struct Key: Sendable {
        let jwk: JWK

        /// Whether the key is of the sort that an algorithm needs, and says nothing else itself.
        func suits(_ algorithm: String) -> Bool {
            if let own = jwk.algorithm, own.rawValue != algorithm { return false }
            switch jwk.keyType {
            case .rsa: return algorithm.hasPrefix("RS") || algorithm.hasPrefix("PS")
            case .ecdsa: return Self.curves[algorithm] == jwk.curve?.rawValue
            case .octetKeyPair: return algorithm == "EdDSA"
            default: return false
            }
        }

        private static let curves = ["ES256": "P-256", "ES384": "P-384", "ES512": "P-521"]
    }

    private let keys: [Key]

    /// Keys of an issuer at most; what follows is not looked at.
    private static let limit = 100
    /// Bytes of an RSA modulus: 2048 to 8192 bits.
    private static let modulusBytes = 256...1024

    /// Reads a key set; passes over keys of sorts that we do not know.  Nil where it is none.
    init?(_ bytes: [UInt8]) {
        guard let set = try? JSONDecoder().decode([String: JSONValue].self, from: Data(bytes)),
            case .array(let values)? = set["keys"]
        else { return nil }
        keys = values.prefix(Self.limit).compactMap { value in
            guard case .object(let fields) = value, Self.mayVerify(fields),
                let encoded = try? JSONAnswer.bytes(of: value),
                var jwk = try? JSONDecoder().decode(JWK.self, from: Data(encoded))
            else { return nil }
            // Only what is public about it.
            jwk.privateExponent = nil
            if jwk.keyType == .rsa {
                guard let modulus = jwk.modulus.flatMap({ Base64URL.decode($0) }),
                    Self.modulusBytes.contains(modulus.count)
                else { return nil }
            }
            if jwk.keyIdentifier == nil { jwk.keyIdentifier = "" }
            return Key(jwk: jwk)
        }
    }

    /// The key of this id; without an id the only key there is.
    func key(_ id: String?) -> Key? {
        guard let id else { return keys.count == 1 ? keys.first : nil }
        return keys.first { $0.jwk.keyIdentifier?.string == id }
    }

    private static func mayVerify(_ fields: [String: JSONValue]) -> Bool {
        if let use = fields["use"], use != .string("sig") { return false }
        if case .array(let operations)? = fields["key_ops"] { return operations.contains(.string("verify")) }
        return true
    }
}
