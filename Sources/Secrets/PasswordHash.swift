internal import COpenSSL

/// A password as it is stored: scrypt (RFC 7914) with a salt of its own and the cost it was made with.
public struct PasswordHash: Sendable, Equatable {
    /// What computing a hash takes.
    public struct Cost: Sendable, Equatable {
        /// The logarithm of scrypt's N.
        public let logN: UInt8
        /// scrypt's r.
        public let r: UInt8
        /// scrypt's p.
        public let p: UInt8

        /// 32 MiB and about a tenth of a second.
        public static let standard = Cost(logN: 15, r: 8, p: 1)!
        /// As little as the bounds allow; for tests.
        public static let least = Cost(logN: 4, r: 1, p: 1)!

        /// Nil outside bounds: N 2^4 to 2^20, r 1 to 16, p 1 to 4, and at most 256 MiB.  A record that somebody
        /// tampered with must not make a log-in take all memory.
        public init?(logN: UInt8, r: UInt8, p: UInt8) {
            guard (4...20).contains(logN), (1...16).contains(r), (1...4).contains(p) else { return nil }
            self.logN = logN
            self.r = r
            self.p = p
            guard memoryBytes <= 256 << 20 else { return nil }
        }

        /// Bytes of memory that computing takes: 128 · N · r, and a little.
        var memoryBytes: UInt64 { 128 * UInt64(r) * (1 << UInt64(logN) + UInt64(p) + 2) }
    }

    /// How it was made.
    public let cost: Cost
    private let salt: [UInt8]
    private let key: [UInt8]

    private static let saltCount = 16
    private static let keyCount = 32

    /// The hash of a password under a new salt.  Slow by design; blocks.
    public init(of password: String, cost: Cost = .standard) {
        self.init(of: password, salt: RandomBytes.make(Self.saltCount), cost: cost)
    }

    init(of password: String, salt: [UInt8], cost: Cost) {
        self.cost = cost
        self.salt = salt
        key = Self.derive(Array(password.utf8), salt, cost, count: Self.keyCount)
    }

    /// Whether it is this password's.  As slow as making it was, whatever the answer.
    public func matches(_ password: String) -> Bool {
        ConstantTime.areEqual(key, Self.derive(Array(password.utf8), salt, cost, count: key.count))
    }

    /// Takes as long as a comparison with a hash of this cost, and never matches: for users that there are not.
    public static func pretend(_ password: String, cost: Cost = .standard) {
        _ = derive(Array(password.utf8), [UInt8](repeating: 0, count: saltCount), cost, count: keyCount)
    }

    /// One byte of version, log2 N, r, p, then salt and key, each behind its length.
    public var encoded: [UInt8] {
        [1, cost.logN, cost.r, cost.p, UInt8(salt.count)] + salt + [UInt8(key.count)] + key
    }

    /// Nil where it is not what `encoded` gives, or the cost is out of bounds.
    public init?(encoded bytes: [UInt8]) {
        guard bytes.count > 6, bytes[0] == 1, let cost = Cost(logN: bytes[1], r: bytes[2], p: bytes[3]) else {
            return nil
        }
        let saltCount = Int(bytes[4])
        guard (8...64).contains(saltCount), bytes.count > 6 + saltCount else { return nil }
        let keyCount = Int(bytes[5 + saltCount])
        guard (16...64).contains(keyCount), bytes.count == 6 + saltCount + keyCount else { return nil }
        self.cost = cost
        salt = Array(bytes[5..<5 + saltCount])
        key = Array(bytes.suffix(keyCount))
    }

    static func derive(_ password: [UInt8], _ salt: [UInt8], _ cost: Cost, count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { room, used in
            // libcrypto takes an empty password only with a pointer that is not null.
            let isMade = unsafe (password + [0]).withUnsafeBufferPointer { characters in
                unsafe (salt + [0]).withUnsafeBufferPointer { salted in
                    unsafe characters.withMemoryRebound(to: CChar.self) { text in
                        unsafe EVP_PBE_scrypt(
                            text.baseAddress, password.count, salted.baseAddress, salt.count, 1 << UInt64(cost.logN),
                            UInt64(cost.r), UInt64(cost.p), 2 * cost.memoryBytes, room.baseAddress, count) == 1
                    }
                }
            }
            precondition(isMade, "libcrypto computes scrypt within the bounds of its cost")
            used = count
        }
    }
}
