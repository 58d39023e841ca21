/// Why a job's token is not good; for the log, not for the caller.
public enum OIDCRejection: Error, Equatable, Sendable {
    /// Not three parts of base64url with JSON in the first two, or too long.
    case malformed
    /// Signed in a way that is not accepted, or with a key of another sort.
    case algorithm(String)
    /// A header that says it must be understood, and is not.
    case criticalHeader
    /// An issuer that the operator has not configured.
    case unknownIssuer(String)
    /// An issuer that the registry's policy says nothing of; or the registry has no policy.
    case notInPolicy
    /// The issuer has no key of that id.
    case unknownKey
    /// The issuer's keys could not be had; why.
    case issuerUnavailable(String)
    /// The signature is not the issuer's.
    case signature
    /// A claim that has to be there is not, or is of another type.
    case missingClaim(String)
    /// Issued in the future.
    case issuedInFuture
    /// Not valid before a moment in the future.
    case notYetValid
    /// Its time is over.
    case expired
    /// Made for longer than five minutes.
    case livesTooLong
    /// Meant for somebody else.
    case wrongAudience
    /// No statement of the policy fits its claims.
    case noStatement
    /// The registry's policy cannot be read.
    case brokenPolicy(String)
}

extension OIDCRejection: CustomStringConvertible {
    /// A few words, lower case, without anything of the token but its issuer.
    public var description: String {
        switch self {
        case .malformed: "oidc: malformed token"
        case .algorithm(let name): "oidc: algorithm \(name.prefix(16)) is not accepted"
        case .criticalHeader: "oidc: critical header"
        case .unknownIssuer(let issuer): "oidc: issuer \(issuer.prefix(100)) is not configured"
        case .notInPolicy: "oidc: the policy says nothing of the issuer"
        case .unknownKey: "oidc: the issuer has no such key"
        case .issuerUnavailable(let why): "oidc: the issuer's keys cannot be had: \(why)"
        case .signature: "oidc: the signature is wrong"
        case .missingClaim(let name): "oidc: claim \(name) is missing"
        case .issuedInFuture: "oidc: issued in the future"
        case .notYetValid: "oidc: not valid yet"
        case .expired: "oidc: expired"
        case .livesTooLong: "oidc: made for more than five minutes"
        case .wrongAudience: "oidc: meant for another audience"
        case .noStatement: "oidc: no statement of the policy fits"
        case .brokenPolicy(let why): "oidc: the policy cannot be read: \(why)"
        }
    }
}
