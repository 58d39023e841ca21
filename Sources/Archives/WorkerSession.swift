internal import CLinux
internal import Glibc

/// What a confined worker does with requests.
struct WorkerSession {
    private let limits: ArchiveLimits
    private let names: NameLocale
    private let window: SharedWindow
    private let file = FileSource()
    private var answer: WorkerAnswer

    init(channel: Int32, limits: ArchiveLimits, names: NameLocale, window: SharedWindow) {
        self.limits = limits
        self.names = names
        self.window = window
        answer = WorkerAnswer(channel: channel)
    }

    mutating func greet(_ report: clinux_confinement) {
        answer.record(.confined) { out in
            out.byte(UInt8(truncatingIfNeeded: report.limits))
            out.byte(UInt8(truncatingIfNeeded: report.no_new_privileges))
            out.byte(UInt8(truncatingIfNeeded: report.landlock_abi))
            out.byte(UInt8(truncatingIfNeeded: report.seccomp))
            out.varint(report.address_space_bytes)
        }
        answer.flush()
    }

    /// Answers a request, completely; if more follow, the answer may wait for theirs.
    mutating func serve(_ request: WorkerRequest, descriptor: Int32, moreFollow: Bool) {
        switch request {
        case .confine: exit(64)
        case .inspect(let size, let expected, let patterns):
            answering { (session) throws(ArchiveError) in
                session.file.begin(descriptor: descriptor, size: size)
                try session.inspect(size, expected, patterns)
            }
        case .inspectWindow(let archives, let patterns):
            for archive in archives {
                answering { (session) throws(ArchiveError) in
                    unsafe session.file.begin(memory: session.window.bytes(in: archive.range))
                    try session.inspect(Int64(archive.range.count), archive.expected, patterns)
                }
            }
        case .inspectSkeleton(let count, let size, let expected, let patterns):
            answering { (session) throws(ArchiveError) in
                session.file.begin(skeleton: try session.skeleton(count, from: descriptor, size: size))
                try session.inspect(size, expected, patterns)
                // Whatever libarchive made of a missing byte: nothing was seen of the archive.
                if let failure = session.file.failure { throw failure }
            }
        case .stream(let size, let expected, let paths):
            answering { (session) throws(ArchiveError) in
                session.file.begin(descriptor: descriptor, size: size)
                try session.stream(size, expected, paths.map(Set.init))
            }
        case .probe(let probe): answering { (session) throws(ArchiveError) in session.attempt(probe) }
        }
        if !moreFollow { answer.flush() }
    }

    private mutating func answering(_ body: (inout WorkerSession) throws(ArchiveError) -> Void) {
        answer.begin()
        do throws(ArchiveError) {
            try body(&self)
            answer.record(.done)
        } catch {
            answer.discard()
            let reason = file.failure == .notInSkeleton ? .notInSkeleton : error
            answer.record(.failed) { out in reason.encode(into: &out) }
        }
    }

    private func open(_ size: Int64, _ expected: ArchiveFormat?) throws(ArchiveError) -> OpenArchive {
        try OpenArchive.open(file, size: size, expected: expected, limits: limits, names: names)
    }

    private func skeleton(
        _ count: Int, from descriptor: Int32, size: Int64
    ) throws(ArchiveError) -> ZipSkeleton {
        guard count <= ZipSkeleton.mostEncodedBytes, size >= 0 else { throw .notInSkeleton }
        var bytes = [UInt8](repeating: 0, count: count)
        let got = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, count, 0) }
        guard got == count else { throw .unreadable(errno: got < 0 ? errno : EIO) }
        var reader = ByteReader(bytes)
        return try ZipSkeleton(decoding: &reader, size: size)
    }

    /// Lists what `file` gives, and hands over the members that match.
    private mutating func inspect(
        _ size: Int64, _ expected: ArchiveFormat?, _ patterns: [ExtractPattern]
    ) throws(ArchiveError) {
        var archive = try open(size, expected)
        var members: [ArchiveMember] = []
        var extracted = 0
        while let member = try archive.nextMember() {
            members.append(member)
            guard member.kind == .file, !member.isEncrypted, patterns.contains(where: { $0.matches(member.path) })
            else {
                continue
            }
            extracted += try extract(member, from: archive, before: extracted)
        }
        let listing = ArchiveListing(format: archive.format, members: members).encoded()
        guard listing.count <= limits.listingBytes else {
            throw .limitExceeded(.listingBytes, limit: Int64(limits.listingBytes))
        }
        answer.record(.listing) { out in out.append(listing[...]) }
    }

    /// Returns how many bytes the member has.
    private mutating func extract(
        _ member: ArchiveMember, from archive: borrowing OpenArchive, before: Int
    ) throws(ArchiveError) -> Int {
        var count = 0
        try answer.record(.extracted) { (out) throws(ArchiveError) in
            out.counted(member.path[...])
            try unsafe archive.readContents(of: member) { (block) throws(ArchiveError) in
                count += block.count
                guard count <= limits.extractedMemberBytes else {
                    throw .limitExceeded(.extractedMemberBytes, limit: Int64(limits.extractedMemberBytes))
                }
                guard before + count <= limits.extractedBytes else {
                    throw .limitExceeded(.extractedBytes, limit: Int64(limits.extractedBytes))
                }
                unsafe out.append(block)
            }
        }
        return count
    }

    private mutating func stream(
        _ size: Int64, _ expected: ArchiveFormat?, _ paths: Set<[UInt8]>?
    ) throws(ArchiveError) {
        var archive = try open(size, expected)
        var meter = ExpansionMeter(archiveSize: size, limits: limits)
        while let member = try archive.nextMember() {
            guard member.kind == .file, paths?.contains(member.path) ?? true else { continue }
            answer.record(.member) { out in
                out.append(ArchiveListing(format: archive.format, members: [member]).encoded()[...])
            }
            try unsafe archive.readContents(of: member) { (block) throws(ArchiveError) in
                try meter.add(Int64(block.count))
                var rest = unsafe block
                while unsafe !rest.isEmpty {
                    let part = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(mostMessageBytes))
                    answer.record(.chunk) { out in unsafe out.append(part) }
                    unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(mostMessageBytes))
                }
            }
            answer.record(.memberEnd)
        }
    }

    private mutating func attempt(_ probe: ConfinementProbe) {
        let errno: Int32
        switch probe {
        case .openFile: errno = unsafe clinux_attempt_open("/etc/passwd")
        case .openSocket: errno = clinux_attempt_socket()
        case .startProcess: errno = clinux_attempt_fork()
        case .executableMemory: errno = clinux_attempt_executable_memory()
        case .writeWindow: errno = window.attemptWriting()
        case .exhaustMemory:
            var all: [[UInt8]] = []
            while true { all.append([UInt8](repeating: 1, count: 1 << 20)) }
        case .spin:
            while true { withExtendedLifetime(file) {} }
        case .answerNonsense:
            answer.record(.done) { out in out.fixed32(.max) }
            answer.record(.chunk)
            return
        }
        answer.record(.probed) { out in out.varint(UInt64(errno)) }
    }
}
