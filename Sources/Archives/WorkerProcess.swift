internal import CLinux
internal import Glibc
internal import SystemPackage

/// The pool's end of one worker. Used by one thread at a time; the pool sees to that.
@safe final class WorkerProcess {
    let process: pid_t
    /// Where archives are laid before it.
    let window: SharedWindow
    private let channel: Int32
    private let limits: ArchiveLimits
    private var inbox: RecordInbox
    private var request = ByteWriter(reserving: 512)
    private var watch: WorkerWatch
    private var hasEnded = false
    private var unanswered = 0

    /// What the worker said holds it.
    private(set) var confinement: Confinement?
    /// Archives served.
    private(set) var served = 0
    /// Time spent waiting for it in all.
    private(set) var waited: Duration = .zero

    private init(process: pid_t, channel: Int32, window: SharedWindow, limits: ArchiveLimits) {
        self.process = process
        self.channel = channel
        self.window = window
        self.limits = limits
        inbox = RecordInbox(mostRecordBytes: WorkerRecord.mostBytes(limits))
        watch = WorkerWatch(process: process)
    }

    deinit { _ = end() }

    /// Starts a worker and waits until it has shut itself in.
    static func start(_ executable: FilePath, limits: ArchiveLimits) throws(ArchiveError) -> WorkerProcess {
        guard let window = SharedWindow() else { throw .cannotStart(errno: errno, doing: "share memory") }
        var channel: Int32 = -1
        var process: pid_t = -1
        let result = unsafe executable.withPlatformString { path in
            unsafe clinux_spawn_worker(path, ArchiveWorker.processName, &channel, &process)
        }
        guard result == 0 else { throw .cannotStart(errno: result, doing: "spawn \(executable)") }
        let worker = WorkerProcess(process: process, channel: channel, window: window, limits: limits)
        // Waiting is cut into ticks, at which the worker's time is looked at.
        var tick = timeval(tv_sec: 0, tv_usec: WorkerWatch.tickMicroseconds)
        guard unsafe setsockopt(channel, SOL_SOCKET, SO_RCVTIMEO, &tick, socklen_t(MemoryLayout<timeval>.size)) == 0
        else {
            throw .cannotStart(errno: errno, doing: "set a time-out")
        }
        do {
            guard try worker.ask(.confine(limits), descriptor: window.descriptor, archiveSize: 0) else {
                throw worker.end()
            }
            let (kind, payload) = try unsafe worker.nextRecord()
            guard kind == .confined else { throw ArchiveError.protocolViolation }
            worker.confinement = try Confinement(decoding: unsafe [UInt8](payload))
            window.closeDescriptor()
        } catch ArchiveError.workerExited(let status) {
            // EX_OSERR is what a worker says that cannot confine itself; 0 or 64 is another program.
            throw .cannotStart(errno: status == 71 ? EPERM : ENOEXEC, doing: "confine \(executable)")
        } catch {
            throw .cannotStart(errno: EPROTO, doing: "greet \(executable)")
        }
        return worker
    }

    /// Whether it has served long enough.
    var isWornOut: Bool { served >= limits.archivesPerWorker || waited >= limits.workerLifetime }

    /// Sends a request, and from now on counts the time for an archive of this size. False if the worker has died
    /// since its last answer, which is not this archive's doing.
    /// - Parameter moreFollow: another request is sent right away, so the answer may wait for that one's.
    func ask(
        _ question: WorkerRequest, descriptor: Int32, archiveSize: Int64, moreFollow: Bool = false
    ) throws(ArchiveError) -> Bool {
        request.removeAll()
        question.encode(into: &request, moreFollow: moreFollow)
        precondition(request.count <= mostMessageBytes, "a request must fit one message")
        served += question.answerCount
        // Starting is not the archive's doing, so the archive's time limits, perhaps tight, are not for it.
        let isStart = if case .confine = question { true } else { false }
        watch.begin(limits: isStart ? .standard : limits, archiveSize: archiveSize)
        var sent = 0
        unsafe request.withBytes { bytes in
            sent = unsafe clinux_send(channel, bytes.baseAddress, bytes.count, descriptor)
        }
        if sent < 0, errno == EBADF { throw .unreadable(errno: EBADF) }
        guard sent == request.count else { return false }
        unanswered += question.answerCount
        return true
    }

    /// The next record of the answer. The payload is valid until the next call.
    func nextRecord() throws(ArchiveError) -> (WorkerRecord, UnsafeRawBufferPointer) {
        while true {
            if let record = try unsafe inbox.next() {
                switch unsafe record.0 {
                case .confined, .done, .failed: unanswered -= 1
                case .listing, .extracted, .member, .chunk, .memberEnd, .probed: break
                }
                return unsafe record
            }
            let started = ContinuousClock.now
            let count = inbox.receive(from: channel)
            let error = errno
            let passed = ContinuousClock.now - started
            waited += passed
            if count == 0 || (count < 0 && error == ECONNRESET) { throw end() }
            guard count > 0 || error == EAGAIN else { throw .protocolViolation }
            guard watch.allows(passed, ticked: count < 0) else { throw .timedOut }
        }
    }

    /// Every answer is complete, with nothing behind it.
    var isAtRest: Bool { unanswered == 0 && inbox.isEmpty && !hasEnded }

    /// Kills the worker if it lives, and says how it ended. It must not be asked again.
    @discardableResult func end() -> ArchiveError {
        guard !hasEnded else { return .protocolViolation }
        hasEnded = true
        close(channel)
        kill(process, SIGKILL)  // changes nothing for one that is on its way out
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return .workerExited(status: -1) }
        }
        let signal = status & 0x7f
        return signal != 0 ? .workerDied(signal: signal) : .workerExited(status: (status >> 8) & 0xff)
    }
}

extension Confinement {
    fileprivate init(decoding bytes: [UInt8]) throws(ArchiveError) {
        var reader = ByteReader(bytes)
        resourceLimits = try reader.byte() == 1
        noNewPrivileges = try reader.byte() == 1
        landlockABI = Int(try reader.byte())
        seccomp = try reader.byte() == 1
        addressSpaceBytes = try reader.varint()
    }
}
