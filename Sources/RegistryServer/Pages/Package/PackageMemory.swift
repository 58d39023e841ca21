internal import ContentStore
internal import Digests
internal import RegistryCore
internal import Synchronization

/// What pages of packages show, remembered: what bytes say of themselves under their digest, which never changes, and
/// what is so in a registry under the registry's serial.
final class PackageMemory: Sendable {
    private struct ProjectKey: Hashable {
        let registryID: String
        let project: String
    }

    private struct HeldKey: Hashable {
        let registryID: String
        let digest: ContentDigest
    }

    /// A part of an archive's directory, as one registry's pages show it.
    struct ListingKey: Hashable {
        let digest: ContentDigest
        /// What links begin with: the page of the file that is looked at.
        let address: String
        /// Its path with a slash at the end; empty for the root.
        let directory: String
        /// From 1.
        let page: Int
    }

    /// The lines of such a part.
    struct Listing: Sendable {
        /// As `TreeNode` writes them.
        let html: String
        /// Entries of the directory, on all its pages.
        let total: Int
    }

    private struct Held {
        let serial: UInt64
        let projects: Set<String>
    }

    private struct State {
        var facts: RecentValues<ContentDigest, PackageFacts>
        var trees: RecentValues<ContentDigest, ArchiveTree>
        var listings: RecentValues<ListingKey, Listing>
        var projects: RecentValues<ProjectKey, ProjectOverview>
        var held: RecentValues<HeldKey, Held>
    }

    private let state: Mutex<State>

    /// - Parameter limitBytes: what all of it may take up.
    init(limitBytes: Int) {
        state = Mutex(
            State(
                facts: RecentValues(limit: limitBytes / 4), trees: RecentValues(limit: limitBytes / 8 * 3),
                listings: RecentValues(limit: limitBytes / 8),
                projects: RecentValues(limit: limitBytes / 8), held: RecentValues(limit: limitBytes / 8)))
    }

    /// What a file says of itself.  Blocks.
    func facts(of file: FileEntry, in registry: Registry) throws -> PackageFacts {
        let digest = file.digests.sha256
        if let known = state.withLock({ $0.facts.value(for: digest) }) { return known }
        let facts = PackageFacts(try registry.details(of: file))
        // Bytes that cannot be read today may be mended tomorrow.
        if file.blob.health == .ok {
            state.withLock { $0.facts.insert(facts, bytes: facts.footprint, for: digest) }
        }
        return facts
    }

    /// What is in a file's archive.  Blocks.
    func tree(of file: FileEntry, in registry: Registry) throws -> ArchiveTree {
        let digest = file.digests.sha256
        if let known = state.withLock({ $0.trees.value(for: digest) }) { return known }
        let tree = ArchiveTree(try registry.members(of: file, limit: .max))
        state.withLock { $0.trees.insert(tree, bytes: tree.footprint, for: digest) }
        return tree
    }

    /// The lines of a directory; written where they are not known.
    func listing(_ key: ListingKey, write: () -> Listing) -> Listing {
        if let known = state.withLock({ $0.listings.value(for: key) }) { return known }
        let listing = write()
        let bytes = 256 + key.address.utf8.count + key.directory.utf8.count + listing.html.utf8.count
        state.withLock { $0.listings.insert(listing, bytes: bytes, for: key) }
        return listing
    }

    /// Bytes that are remembered, about.
    var bytes: Int {
        state.withLock { $0.facts.bytes + $0.trees.bytes + $0.listings.bytes + $0.projects.bytes + $0.held.bytes }
    }

    /// The versions of a file's project; nil where it has gone meanwhile.  Blocks.
    func project(_ normalized: String, in state: IndexState, at path: RegistryPath, _ registry: Registry) throws
        -> ProjectOverview?
    {
        let key = ProjectKey(registryID: state.registryID, project: normalized)
        if let known = self.state.withLock({ $0.projects.value(for: key) { $0.serial == state.serial } }) {
            return known
        }
        guard let overview = try registry.project(normalized, in: path).map(ProjectOverview.init) else { return nil }
        self.state.withLock {
            $0.projects.insert(overview, bytes: overview.footprint, for: key) { $0.serial <= overview.serial }
        }
        return overview
    }

    /// Which of the projects that a file depends on are in its registry.  Blocks.
    func held(
        of facts: PackageFacts, _ file: FileEntry, in state: IndexState, at path: RegistryPath, _ registry: Registry
    ) throws -> Set<String> {
        guard !facts.dependencies.isEmpty else { return [] }
        let key = HeldKey(registryID: state.registryID, digest: file.digests.sha256)
        if let known = self.state.withLock({ $0.held.value(for: key) { $0.serial == state.serial } }) {
            return known.projects
        }
        let projects = try registry.held(Set(facts.dependencies.map(\.normalized)), in: path)
        self.state.withLock {
            $0.held.insert(Held(serial: state.serial, projects: projects), bytes: 128 + projects.count * 64, for: key)
        }
        return projects
    }
}
