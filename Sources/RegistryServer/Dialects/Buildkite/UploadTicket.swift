internal import Digests
internal import RegistryCore
internal import Secrets

/// The right to send one file, for a short time, without credentials: to one registry, up to a size, by whoever has the
/// ticket.  It is signed, so that nothing has to be kept of it.
struct UploadTicket: Sendable, Equatable {
    /// Names the file that is sent with it.
    let id: String
    /// The registry's id: it stays good when the registry is renamed, and not for another at the same address.
    let registryID: String
    /// Bytes of the file at most.
    let limitBytes: Int64
    /// When it ends, in milliseconds since 1970.
    let expires: Int64

    /// How long one is good for, in milliseconds: a quarter of an hour, as for a slow line and a large file.
    static let lifetime: Int64 = 15 * 60 * 1000

    /// A new one.
    static func issue(registryID: String, limitBytes: Int64, now: Int64) -> UploadTicket {
        UploadTicket(
            id: Hex.encode(RandomBytes.make(16)), registryID: registryID, limitBytes: limitBytes,
            expires: now + lifetime)
    }

    /// As text that goes into a URL: the fields and the code over them.
    func signed(with key: HMACSHA256) -> String {
        let message = Array("1 \(id) \(registryID) \(limitBytes) \(expires)".utf8)
        return Base64URL.encode(message) + "." + Base64URL.encode(key.code(for: message))
    }

    /// Reads what `signed` gave; nil for anything else, and for one that has ended.
    init?(_ text: String, key: HMACSHA256, now: Int64) {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, text.utf8.count <= 1000, let message = Base64URL.decode(halves[0]),
            let code = Base64URL.decode(halves[1]), key.isValid(code, for: message)
        else { return nil }
        let fields = String(decoding: message, as: UTF8.self).split(separator: " ")
        guard fields.count == 5, fields[0] == "1", let limit = Int64(fields[3]), let expires = Int64(fields[4]),
            expires > now
        else { return nil }
        self.init(id: String(fields[1]), registryID: String(fields[2]), limitBytes: limit, expires: expires)
    }

    private init(id: String, registryID: String, limitBytes: Int64, expires: Int64) {
        self.id = id
        self.registryID = registryID
        self.limitBytes = limitBytes
        self.expires = expires
    }
}
