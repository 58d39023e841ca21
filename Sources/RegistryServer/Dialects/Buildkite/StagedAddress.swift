internal import RegistryCore

/// The address that a client makes of a ticket's answer for the file that it sent: the form's address, a slash, and the
/// key with the file's name in it.
struct StagedAddress: Sendable, Equatable {
    /// What the key begins with.
    static let folder = "stage"

    let ticket: String
    let id: String
    let filename: String

    /// Takes an address of ours apart; nil for any other.
    init?(_ url: String, below links: BuildkiteLinks) {
        let prefix = "\(links.uploads)/"
        guard url.utf8.count <= 4000, url.hasPrefix(prefix),
            let path = try? RequestPath(String(url.dropFirst(prefix.count)))
        else { return nil }
        let parts = path.components
        guard parts.count == 4, parts[1] == Self.folder else { return nil }
        ticket = parts[0]
        id = parts[2]
        filename = parts[3]
    }
}
