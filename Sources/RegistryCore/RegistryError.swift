public import ContentStore
public import PythonPackaging

/// Why a registry did not do what was asked.  What was asked then has not happened, except where a case says otherwise.
public enum RegistryError: Error, Equatable, Sendable {
    // What was asked makes no sense.

    /// Not `ORGANIZATION/REGISTRY`.
    case invalidPath(String, problem: String)
    /// No slug, and no name that one can be made of.
    case invalidSlug(String)
    /// Not a project name, or a version, or a digest, or whatever it should be.
    case invalidReference(String, problem: String)
    /// A file given by name whose name is no distribution's.
    case notADistribution(path: String, FilenameError)
    /// A text with pip's `--hash` options that cannot be used.
    case invalidHashes(line: Int, problem: String)
    /// Settings that a registry of its kind cannot have; a clause.
    case invalidSettings(problem: String)
    /// No member for a composite registry.
    case invalidMember(RegistryPath, MemberProblem)
    /// A text longer than what a record holds, in bytes.
    case textTooLong(what: String, limitBytes: Int)

    // What it is about is not there, or in the way.

    /// No organization with this slug.
    case noSuchOrganization(String)
    /// No registry there.
    case noSuchRegistry(RegistryPath)
    /// Nothing that this refers to.
    case noSuchFile(String)
    /// The archive has no regular file of this path.
    case noSuchMember(String)
    /// The slug is taken.
    case organizationExists(String)
    /// The slug is taken.
    case registryExists(RegistryPath)
    /// An organization that still has registries.
    case organizationNotEmpty(String, registries: Int)
    /// A registry that still has files.
    case registryNotEmpty(RegistryPath)
    /// Only a source registry's files can be changed, and this one is none.
    case notASource(RegistryPath, RegistryKind)
    /// Composite registries have it as a member.
    case registryInUse(RegistryPath, by: [RegistryPath])
    /// Another registry of the organization is its official index.
    case officialExists(RegistryPath)
    /// The organization has no official index.
    case noOfficialIndex(organization: String)
    /// Other bytes are where a file was to be exported to.
    case exportConflict(path: String)

    // Accounts.

    /// No user of this name.
    case noSuchUser(String)
    /// The name is taken, in this or another spelling.
    case userExists(String)
    /// No name that a user can have.
    case invalidUserName(String)
    /// No password that a user can have.
    case invalidPassword(problem: String)
    /// The user has no role of their own there.
    case noSuchGrant(user: String, target: String)
    /// No token of this id.
    case noSuchToken(String)
    /// The parts of a token do not fit its kind.
    case invalidToken(problem: String)

    // Files that come in.

    /// The source file's size changed while it was read.
    case sourceChanged(path: String)
    /// Neither a regular file nor a directory.
    case notAFile(path: String)
    /// A call on a file outside the store failed.
    case source(call: String, path: String, code: Int32)
    /// The archive could not be read; the reader's sentence.
    case archive(String)
    /// No archive reader could be started.  Nothing is wrong with any archive.
    case noArchiveReader(String)
    /// A rule keeps an uploaded file out.
    case refused(UploadRefusal)
    /// A record in the index cannot be decoded.
    case damagedRecord(String)

    // Below.

    /// The store refused.
    case store(StoreError)
}

extension RegistryError {
    /// The exit status of a command that ends with this error: 1 faults found, 2 usage, 3 cannot open or incompatible,
    /// 5 busy, 6 input or output failed, 7 no space.  (0 is clean, 4 is stopped early.)
    public var exitCode: Int32 {
        switch self {
        case .invalidPath, .invalidSlug, .invalidReference, .notADistribution, .invalidHashes, .textTooLong,
            .invalidUserName, .invalidPassword, .invalidToken, .invalidSettings, .invalidMember:
            2
        case .noSuchOrganization, .noSuchRegistry, .noSuchFile, .noSuchMember, .organizationExists, .registryExists,
            .organizationNotEmpty, .registryNotEmpty, .noSuchUser, .userExists, .noSuchGrant, .noSuchToken,
            .exportConflict, .notASource, .registryInUse, .officialExists, .noOfficialIndex, .sourceChanged, .notAFile,
            .archive, .damagedRecord, .refused:
            1
        case .source(_, _, let code): SystemCode.isNoSpace(code) ? 7 : 6
        case .noArchiveReader: 6
        case .store(let error): error.exitCode
        }
    }

    /// Whether the same call may succeed later without anyone mending anything.
    public var isRetryable: Bool {
        switch self {
        case .store(let error): error.isRetryable
        case .refused(.numberTaken): true
        default: false
        }
    }
}

extension RegistryError: CustomStringConvertible {
    /// The sentence an operator reads: lower case, no full stop, the names in it.
    public var description: String {
        switch self {
        case .invalidPath(let text, let problem): "“\(text)” names no registry: \(problem)"
        case .invalidSlug(let text): "“\(text)” is not lower-case words joined by hyphens"
        case .invalidReference(let text, let problem): "“\(text)” refers to nothing: \(problem)"
        case .notADistribution(let path, let error): "\(path): not a distribution: \(error)"
        case .invalidHashes(let line, let problem): "line \(line): \(problem)"
        case .textTooLong(let what, let limit): "\(what) has more than \(limit) bytes"
        case .invalidSettings(let problem): problem
        case .invalidMember(let path, let problem): "\(path) cannot be a member: it \(problem)"
        case .noSuchOrganization(let slug): "no such organization: \(slug)"
        case .noSuchRegistry(let path): "no such registry: \(path)"
        case .noSuchFile(let reference): "no such file: \(reference)"
        case .noSuchMember(let path): "no such file in the archive: \(path)"
        case .organizationExists(let slug): "organization \(slug) exists already"
        case .registryExists(let path): "registry \(path) exists already"
        case .organizationNotEmpty(let slug, let count):
            "organization \(slug) still has \(count) \(count == 1 ? "registry" : "registries")"
        case .registryNotEmpty(let path): "registry \(path) still has files"
        case .notASource(let path, .composite):
            "\(path) is a composite registry: it has no files of its own, and its members' are changed there"
        case .notASource(let path, let kind): "\(path) is no source registry but one of kind \(kind.rawValue)"
        case .registryInUse(let path, let composites):
            "registry \(path) is a member of \(composites.map(\.description).joined(separator: ", "))"
        case .officialExists(let path): "registry \(path) is the organization's official index already"
        case .noOfficialIndex(let organization): "organization \(organization) has no official index"
        case .noSuchUser(let name): "no such user: \(name)"
        case .userExists(let name): "user \(name) exists already"
        case .invalidUserName(let name):
            "“\(name)” is no user name: 1 to 64 letters, digits, hyphens, underscores and dots, a letter or digit first and "
                + "last, and not one of the names that clients send with a token"
        case .invalidPassword(let problem): "the password cannot be used: \(problem)"
        case .noSuchGrant(let user, let target): "\(user) has no role of their own in \(target)"
        case .noSuchToken(let id): "no such token: \(id)"
        case .invalidToken(let problem): "the token cannot be made: \(problem)"
        case .exportConflict(let path): "\(path) exists with other bytes"
        case .sourceChanged(let path): "\(path) changed while it was read"
        case .notAFile(let path): "\(path) is neither a file nor a directory"
        case .source(let call, let path, let code): "\(call) \(path): \(SystemCode.sentence(code))"
        case .archive(let sentence): sentence
        case .noArchiveReader(let sentence): sentence
        case .refused(let refusal): refusal.description
        case .damagedRecord(let key): "the index record \(key) is damaged"
        case .store(let error): error.description
        }
    }
}
