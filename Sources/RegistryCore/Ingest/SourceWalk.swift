internal import ContentStore
internal import Glibc
internal import PythonPackaging
internal import SystemPackage

/// A distribution to be read.
struct SourceFile: Sendable {
    let path: FilePath
    /// Bytes when it was found.
    let size: Int64
}

/// Finds the distributions below some paths, directory by directory, names in order.
///
/// Symbolic links are followed, to files and to directories; each directory is read once.
struct SourceWalk {
    private(set) var files: [SourceFile] = []
    private(set) var bytes: Int64 = 0
    private let takesEveryFile: Bool
    /// What was passed over or could not be looked at.
    let onOther: (FilePath, IngestOutcome) -> Void
    let shouldContinue: () -> Bool
    private var seen: Set<Place> = []
    private var ancestors: Set<Place> = []

    private struct Place: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    private struct Entry {
        let path: FilePath
        let kind: mode_t
        let size: Int64
        let place: Place
    }

    /// A name of a directory, and what is there.
    private struct Visit {
        let path: FilePath
        let name: FilePath.Component
        var found: Result<Entry, Errno>?
    }

    /// Names looked at together.
    private static let togetherLimit = 1024
    /// Fewer names than this are not worth a second thread.
    private static let sharedFrom = 64

    /// Directories within each other, at most: deeper ones do not fit into a path anyway.
    private static let depthLimit = 2000

    /// - Parameter takesEveryFile: whatever its name.
    init(
        takesEveryFile: Bool = false, onOther: @escaping (FilePath, IngestOutcome) -> Void,
        shouldContinue: @escaping () -> Bool
    ) {
        self.takesEveryFile = takesEveryFile
        self.onOther = onOther
        self.shouldContinue = shouldContinue
    }

    /// Adds what a path of the caller's leads to.
    /// - Throws: `notADistribution` for a file that is none; `notAFile`.
    mutating func add(_ path: FilePath) throws(RegistryError) {
        let entry: Entry
        do throws(Errno) {
            entry = try unsafe path.withPlatformString { unsafe Self.look(at: path, named: $0, in: AT_FDCWD) }.get()
        } catch {
            return onOther(path, .failed(.source(call: "stat", path: path.string, code: error.rawValue)))
        }
        switch entry.kind {
        case S_IFDIR: walk(entry, depth: 0)
        case S_IFREG:
            if takesEveryFile { return take(entry) }
            do throws(FilenameError) {
                _ = try DistributionFilename(path.lastComponent?.string ?? "")
            } catch {
                throw .notADistribution(path: path.string, error)
            }
            take(entry)
        default: throw .notAFile(path: path.string)
        }
    }

    private mutating func take(_ entry: Entry) {
        files.append(SourceFile(path: entry.path, size: entry.size))
        bytes += entry.size
    }

    private mutating func walk(_ directory: Entry, depth: Int) {
        if ancestors.contains(directory.place) || depth > Self.depthLimit {
            return onOther(directory.path, .skipped(.directoryLoop))
        }
        guard seen.insert(directory.place).inserted else { return onOther(directory.path, .skipped(.seenBefore)) }
        ancestors.insert(directory.place)
        defer { ancestors.remove(directory.place) }
        do throws(RegistryError) {
            let names = try Self.names(in: directory.path)
            for first in stride(from: 0, to: names.count, by: Self.togetherLimit) {
                let some = names[first..<min(first + Self.togetherLimit, names.count)]
                for visit in try Self.look(at: some, in: directory.path) {
                    guard shouldContinue() else { return }
                    take(visit, depth: depth)
                }
            }
        } catch {
            onOther(directory.path, .failed(error))
        }
    }

    /// Looks at some names from within their directory: a walk along the whole path for each takes as long as the look
    /// itself. The directory is closed again before anything below it is opened.
    private static func look(
        at names: ArraySlice<FilePath.Component>, in directory: FilePath
    ) throws(RegistryError) -> [Visit] {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        let descriptor = unsafe directory.withPlatformString { unsafe open($0, flags) }
        guard descriptor >= 0 else { throw .source(call: "open", path: directory.string, code: errno) }
        defer { close(descriptor) }
        var visits = names.map { Visit(path: directory.appending($0), name: $0) }
        // Nothing else can begin before the last file is found.
        ThreadTeam.forEach(&visits, threads: visits.count < sharedFrom ? 1 : 2) { _, visit in
            let path = visit.path
            visit.found = unsafe visit.name.withPlatformString { unsafe look(at: path, named: $0, in: descriptor) }
        }
        return visits
    }

    private mutating func take(_ visit: Visit, depth: Int) {
        let path = visit.path
        let entry: Entry
        switch visit.found {
        case .success(let found): entry = found
        case .failure(let error):
            let isDangling = error == .noSuchFileOrDirectory || error == .tooManySymbolicLinkLevels
            return onOther(
                path,
                isDangling
                    ? .skipped(.notAFile) : .failed(.source(call: "stat", path: path.string, code: error.rawValue)))
        case nil: preconditionFailure("every name is looked at")
        }
        switch entry.kind {
        case S_IFDIR: walk(entry, depth: depth + 1)
        case S_IFREG:
            if takesEveryFile { return take(entry) }
            guard DistributionFilename.looksLikeDistribution(visit.name.string) else {
                return onOther(path, .skipped(.notADistribution))
            }
            // Whether it is one in all its parts is for whoever reads the file to find out, on another thread.
            take(entry)
        default: onOther(path, .skipped(.notAFile))
        }
    }

    /// - Parameter name: of `path`, seen from the open directory `descriptor`.
    private static func look(
        at path: FilePath, named name: UnsafePointer<CChar>, in descriptor: Int32
    ) -> Result<Entry, Errno> {
        var found = stat()
        guard unsafe fstatat(descriptor, name, &found, 0) == 0 else { return .failure(Errno(rawValue: errno)) }
        return .success(
            Entry(
                path: path, kind: found.st_mode & S_IFMT, size: Int64(found.st_size),
                place: Place(device: UInt64(found.st_dev), inode: UInt64(found.st_ino))))
    }

    /// The names in a directory in the order of their bytes.
    private static func names(in directory: FilePath) throws(RegistryError) -> [FilePath.Component] {
        guard let stream = unsafe directory.withPlatformString({ unsafe opendir($0) }) else {
            throw .source(call: "opendir", path: directory.string, code: errno)
        }
        defer { unsafe closedir(stream) }
        var names: [(key: [UInt8], name: FilePath.Component)] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                if errno != 0 { throw .source(call: "readdir", path: directory.string, code: errno) }
                return names.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.name)
            }
            unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                    let name = unsafe FilePath.Component(platformString: start), name.kind == .regular
                else { return }
                unsafe names.append((Array(bytes.prefix { $0 != 0 }), name))
            }
        }
    }
}
