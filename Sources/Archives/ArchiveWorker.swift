internal import CLinux
internal import Glibc

/// The process that reads archives: the program's own executable under another name, shut in before it sees a byte.
package enum ArchiveWorker {
    /// The name (`argv[0]`) under which the executable is a worker; also what `ps` shows.
    package static let processName = "regadmin-archive-worker"

    /// Whether this process was started as a worker. The first thing `main` asks, before it looks at arguments.
    package static var isRequested: Bool {
        guard CommandLine.argc == 1, let name = unsafe CommandLine.unsafeArgv[0] else { return false }
        return unsafe strcmp(name, processName) == 0
    }

    /// Serves the pool at the other end of the channel until it hangs up. Exits with status 64 when nobody is there,
    /// 71 when the process cannot be confined.
    package static func run() -> Never {
        guard let names = NameLocale() else { exit(71) }
        var inbox = WorkerInbox(channel: CLINUX_WORKER_CHANNEL)
        guard let first = inbox.next(), case .confine(let limits) = first.request,
            let window = SharedWindow(mapping: first.descriptor)
        else { exit(64) }
        close(first.descriptor)
        var report = clinux_confinement()
        let seconds = UInt64(limits.workerLifetime.components.seconds) * 4
        guard unsafe clinux_confine(CLINUX_WORKER_CHANNEL, limits.workerMemoryBytes, seconds, &report) == 0 else {
            exit(71)
        }
        var session = WorkerSession(channel: CLINUX_WORKER_CHANNEL, limits: limits, names: names, window: window)
        session.greet(report)
        while let next = inbox.next() {
            session.serve(next.request, descriptor: next.descriptor, moreFollow: next.moreFollow)
            if next.descriptor >= 0 { close(next.descriptor) }
        }
        exit(0)
    }
}

/// Receives requests, each with the descriptor that came along, or -1.
private struct WorkerInbox {
    struct Item {
        let request: WorkerRequest
        let descriptor: Int32
        let moreFollow: Bool
    }

    let channel: Int32
    private var buffer = [UInt8](repeating: 0, count: mostMessageBytes)

    init(channel: Int32) { self.channel = channel }

    /// The next request; nil when the parent hung up. Anything else than a request ends the process.
    mutating func next() -> Item? {
        var moreFollow = false
        var descriptor: Int32 = -1
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe clinux_receive(channel, bytes.baseAddress, bytes.count, &descriptor)
        }
        guard count > 0 else { return nil }
        var message = ByteReader(Array(buffer[..<count]))
        guard let request = try? WorkerRequest(decoding: &message, moreFollow: &moreFollow) else { exit(64) }
        return Item(request: request, descriptor: descriptor, moreFollow: moreFollow)
    }
}
