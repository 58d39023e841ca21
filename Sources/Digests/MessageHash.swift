internal import COpenSSL

/// One hash of one stream after another, for comparing with what a file says of its own members. What the store
/// records of a blob is a ``DigestSet``.
///
/// Not for two threads at once.
@safe package final class MessageHash {
    /// The hashes of SHA-256's strength or more that every Python's `hashlib` has and that have one length; by the
    /// name there.
    package enum Algorithm: String, CaseIterable, Sendable {
        case sha256, sha384, sha512
        case sha3With256 = "sha3_256"
        case sha3With384 = "sha3_384"
        case sha3With512 = "sha3_512"
        case blake2b, blake2s

        /// The hash's length in bytes.
        package var byteCount: Int {
            switch self {
            case .sha256, .sha3With256, .blake2s: 32
            case .sha384, .sha3With384: 48
            case .sha512, .sha3With512, .blake2b: 64
            }
        }

        /// OpenSSL's name of it.
        fileprivate var name: String {
            switch self {
            case .sha256: "SHA2-256"
            case .sha384: "SHA2-384"
            case .sha512: "SHA2-512"
            case .sha3With256: "SHA3-256"
            case .sha3With384: "SHA3-384"
            case .sha3With512: "SHA3-512"
            case .blake2b: "BLAKE2B-512"
            case .blake2s: "BLAKE2S-256"
            }
        }
    }

    private static let implementations = EVPImplementations(Algorithm.allCases.map(\.name))

    private let algorithm: Algorithm
    private let context: EVPContext

    package init(_ algorithm: Algorithm) {
        self.algorithm = algorithm
        guard let position = Algorithm.allCases.firstIndex(of: algorithm) else { preconditionFailure("one of them") }
        context = unsafe EVPContext(Self.implementations[position])
    }

    /// Takes the stream's next bytes.
    package func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe context.update($0) }
    }

    /// The hash of all since the last call, or since the beginning; another stream may follow.
    package func finalize() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: algorithm.byteCount) { room, count in
            guard let start = room.baseAddress else { preconditionFailure("a hash has bytes") }
            unsafe context.finalize(into: start)
            count = algorithm.byteCount
        }
    }
}
