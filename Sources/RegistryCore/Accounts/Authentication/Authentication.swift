/// What a credential came to.
public enum Authentication: Sendable, Equatable {
    /// None was shown.
    case anonymous
    /// It is good, and this is whose.
    case caller(Caller)
    /// It is not good.
    case rejected(RejectionReason)
}

/// Why a credential is not good.  Tell the caller no more of it than the dialect does.
public enum RejectionReason: Sendable, Equatable {
    /// No token of ours, or one that was never made, or in a form it is not taken in.
    case unknown
    /// A token whose time is over.
    case expired
    /// A token that somebody revoked.
    case revoked
    /// No such user, or not their password: the two cannot be told apart.
    case wrongPassword
    /// The user has been deactivated.
    case inactive
    /// Too many wrong passwords from there or for this user; the seconds after which to try again.
    case throttled(retryAfterSeconds: Int)
}
