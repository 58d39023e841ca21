internal import Glibc
package import SystemPackage

/// Reads archives in confined processes.
///
/// Any number of threads may call; each call blocks until a worker is free and done. Whatever an archive does to its
/// worker is an `ArchiveError` for that archive: the worker is replaced, the next archive is read. Descriptors are
/// borrowed: they must allow `pread(2)`, their offset is neither used nor moved, and they stay open and the caller's.
package final class ArchiveWorkerPool: Sendable {
    /// A member's contents, handed back by `inspect`.
    package struct Extracted: Sendable, Equatable {
        /// The member's path as in the listing.
        package let path: [UInt8]
        /// All of its contents.
        package let bytes: [UInt8]
    }

    /// What `inspect` finds out.
    package struct Inspection: Sendable, Equatable {
        /// Every member.
        package let listing: ArchiveListing
        /// The listing in its stored form, as the worker made it: equal to `listing.encoded()`.
        package let encodedListing: [UInt8]
        /// The members that matched, in archive order; duplicates too.
        package let extracted: [Extracted]
    }

    /// Whether a stream goes on.
    package enum StreamStep: Sendable {
        /// Deliver the rest.
        case next
        /// Enough: deliver nothing more.
        case stop
    }

    let shelf: WorkerShelf
    let limits: ArchiveLimits

    /// A pool of at most `workers` processes, started when first needed and ended with the pool.
    /// - Parameter executable: a program whose `main` begins with the `ArchiveWorker` hook; nil: the running program.
    package init(executable: FilePath? = nil, workers: Int, limits: ArchiveLimits = .standard) {
        precondition(workers > 0, "a pool without workers answers nobody")
        shelf = WorkerShelf(executable: executable ?? "/proc/self/exe", count: workers, limits: limits)
        self.limits = limits
    }

    /// What holds the workers in. Starts one if none runs.
    package func confinement() throws(ArchiveError) -> Confinement {
        try shelf.lend { (worker) throws(ArchiveError) in
            guard let confinement = worker.confinement else { throw .protocolViolation }
            return confinement
        }
    }

    /// Lists an archive of `size` bytes and reads the members that match a pattern.
    /// - Parameter expected: the only format to accept, as the file's name has it; nil: what its first bytes say.
    package func inspect(
        _ descriptor: FileDescriptor, size: Int64, as expected: ArchiveFormat? = nil, extract: [ExtractPattern] = []
    ) throws(ArchiveError) -> Inspection {
        let request = WorkerRequest.inspect(size: size, expected: expected, patterns: extract)
        return try shelf.lend(asking: { _ in request }, descriptor: descriptor.rawValue, archiveSize: size) {
            (worker) throws(ArchiveError) in try Self.inspection(from: worker, limits: limits)
        }
    }

    /// The same of an archive whose skeleton was gathered; the archive itself is read only where that is not enough.
    package func inspect(
        _ skeleton: ZipSkeleton, of descriptor: FileDescriptor, size: Int64, as expected: ArchiveFormat? = nil,
        extract: [ExtractPattern] = []
    ) throws(ArchiveError) -> Inspection {
        do throws(ArchiveError) {
            let file = try SkeletonFile.borrow(for: skeleton)
            defer { file.giveBack() }
            let request = WorkerRequest.inspectSkeleton(
                count: file.count, size: size, expected: expected, patterns: extract)
            return try shelf.lend(asking: { _ in request }, descriptor: file.number, archiveSize: size) {
                (worker) throws(ArchiveError) in try Self.inspection(from: worker, limits: limits)
            }
        } catch .notInSkeleton {
            return try inspect(descriptor, size: size, as: expected, extract: extract)
        }
    }

    /// Reads the contents of regular files: of those at `paths`, or of all; hard links have none.
    ///
    /// `each` gets a member's contents in order, in runs of at most 64 KiB, and an empty run at the end of each member,
    /// also of an empty one. zip checksums are verified; a wrong one is `.damaged`, after the member's last run.
    package func stream(
        _ descriptor: FileDescriptor, size: Int64, as expected: ArchiveFormat? = nil, paths: [[UInt8]]? = nil,
        _ each: (ArchiveMember, Span<UInt8>) -> StreamStep
    ) throws(ArchiveError) {
        // Paths that fit no request are picked out here instead.
        let fits = (paths ?? []).reduce(0) { $0 + $1.count + 2 } < mostMessageBytes - 64
        let wanted = fits ? nil : paths.map(Set.init)
        let request = WorkerRequest.stream(size: size, expected: expected, paths: fits ? paths : nil)
        try shelf.lend(asking: { _ in request }, descriptor: descriptor.rawValue, archiveSize: size) {
            (worker) throws(ArchiveError) in try Self.relay(from: worker, wanted, limits: limits, each)
        }
    }

    /// Has a worker try what it must not be able to do.
    package func probe(_ probe: ConfinementProbe) throws(ArchiveError) -> ProbeOutcome {
        do throws(ArchiveError) {
            return try shelf.lend(asking: { _ in .probe(probe) }) { (worker) throws(ArchiveError) in
                let (kind, payload) = try unsafe worker.nextRecord()
                guard kind == .probed else { throw .protocolViolation }
                var reader = ByteReader(unsafe [UInt8](payload))
                let errno = Int32(truncatingIfNeeded: try reader.varint())
                guard try unsafe worker.nextRecord().0 == .done else { throw .protocolViolation }
                return errno == 0 ? .succeeded : .refused(errno: errno)
            }
        } catch {
            if case .cannotStart = error { throw error }
            return .stopped(error)
        }
    }

    static func inspection(
        from worker: WorkerProcess, limits: ArchiveLimits
    ) throws(ArchiveError) -> Inspection {
        var encoded: [UInt8]?
        var extracted: [Extracted] = []
        var total = 0
        while true {
            let (kind, payload) = try unsafe worker.nextRecord()
            switch kind {
            case .extracted:
                total += payload.count
                guard total <= limits.extractedBytes + limits.listingBytes else { throw .protocolViolation }
                var reader = ByteReader(unsafe [UInt8](payload))
                let path = try believing { () throws(ArchiveError) in try reader.counted(limit: limits.pathBytes) }
                extracted.append(Extracted(path: path, bytes: reader.rest()))
            case .listing:
                guard encoded == nil else { throw .protocolViolation }
                encoded = unsafe [UInt8](payload)
            case .done:
                guard let encoded else { throw .protocolViolation }
                let listing = try believing { () throws(ArchiveError) in
                    try ArchiveListing(decoding: encoded, limits: limits)
                }
                return Inspection(listing: listing, encodedListing: encoded, extracted: extracted)
            case .failed: throw failure(unsafe [UInt8](payload))
            case .confined, .member, .chunk, .memberEnd, .probed: throw .protocolViolation
            }
        }
    }

    private static func relay(
        from worker: WorkerProcess, _ wanted: Set<[UInt8]>?, limits: ArchiveLimits,
        _ each: (ArchiveMember, Span<UInt8>) -> StreamStep
    ) throws(ArchiveError) {
        var current: ArchiveMember?
        var isWanted = false
        var members = 0
        var bytes: Int64 = 0
        while true {
            let (kind, payload) = try unsafe worker.nextRecord()
            switch kind {
            case .member:
                let encoded = unsafe [UInt8](payload)
                let listing = try believing { () throws(ArchiveError) in
                    try ArchiveListing(decoding: encoded, limits: limits)
                }
                members += 1
                guard members <= limits.entries, current == nil, let member = listing.members.first else {
                    throw .protocolViolation
                }
                current = member
                isWanted = wanted?.contains(member.path) ?? true
            case .chunk, .memberEnd:
                guard let member = current, unsafe payload.isEmpty == (kind == .memberEnd) else {
                    throw .protocolViolation
                }
                if kind == .memberEnd { current = nil }
                // The worker counts, too; this is for one that has been taken over.
                bytes += Int64(payload.count)
                guard bytes <= limits.expandedBytes else { throw .protocolViolation }
                if isWanted {
                    let step = unsafe each(member, Span(_unsafeBytes: payload))
                    // The rest is on its way: the worker, which is not at rest, goes with it.
                    if step == .stop { return }
                }
            case .done: return
            case .failed: throw failure(unsafe [UInt8](payload))
            case .confined, .listing, .extracted, .probed: throw .protocolViolation
            }
        }
    }

    /// What a worker sent does not decode: its fault, not a stored listing's.
    private static func believing<Value>(_ decode: () throws(ArchiveError) -> Value) throws(ArchiveError) -> Value {
        do { return try decode() } catch { throw .protocolViolation }
    }

    private static func failure(_ bytes: [UInt8]) -> ArchiveError {
        var reader = ByteReader(bytes)
        return (try? ArchiveError(decoding: &reader)) ?? .protocolViolation
    }
}
