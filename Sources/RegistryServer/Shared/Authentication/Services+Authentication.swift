public import RegistryCore

extension Services {
    /// Finds out whose a request's credential is; a job's signed token by the registry's policy.
    ///
    /// What is rejected is an answer and no error: the dialect decides whether it is 401, or as good as nothing.
    /// - Parameters:
    ///   - acceptsPasswords: whether a user's password is taken, or tokens only.
    ///   - path: the registry that the request is about, where its policy for OpenID Connect may let the caller in; nil
    ///     where jobs' signed tokens are not taken.
    /// - Throws: `RegistryError` where the store cannot be read, `ServerBusy`, `HTTPProblem`.
    public func authenticate(
        _ credential: Credential, _ context: ServerContext, acceptsPasswords: Bool, oidcFor path: RegistryPath? = nil
    ) async throws -> Authentication {
        if let path, let token = OIDCAuthenticator.token(in: credential) {
            do {
                return .caller(
                    try await oidc.caller(bearing: token, for: path, baseURL: try publicURL(context)))
            } catch let rejection as OIDCRejection {
                context.facts.setNote(rejection.description)
                return .rejected(rejection == .expired ? .expired : .unknown)
            }
        }
        if let quick = try registry.authenticateWithoutHashing(credential, acceptsPasswords: acceptsPasswords) {
            return quick
        }
        let (registry, address) = (registry, context.clientAddress)
        return try await blocking.run {
            try registry.authenticate(credential, from: address, acceptsPasswords: acceptsPasswords)
        }
    }
}
