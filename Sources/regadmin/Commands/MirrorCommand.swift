internal import ArgumentParser
internal import Digests
internal import Logging
internal import PythonPackaging
internal import RegistryCore
internal import RegistryServer
internal import SystemPackage
internal import Upstream

struct MirrorCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "mirror", abstract: "Fetch pinned releases from an upstream registry's index, ahead of need.",
        discussion: """
            Reads requirements files as pip and uv write them: every line pins one version with '=='. Where a line has
            --hash options, the files with those digests are fetched, else all files of the release, for every platform
            and Python. A file that is called pylock.toml or pylock.*.toml is a lock (PEP 751): the files that it names
            are fetched and no others, and the index must give the same digests; packages from a version control
            system, a directory or an archive are passed over. So is, in either, a name that the composite registries over
            this one do not leave to the index, because a source has, had or reserves it. Markers are not looked at. Each file is
            compared with the digest that the index gives before it is stored. After any interruption, the same command
            does the rest.

            Examples:
              regadmin mirror requirements.txt --into acme/pypi
              regadmin mirror pylock.toml --into acme/pypi
              regadmin mirror requirements.txt --into acme/pypi --dry-run --json

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(
        help: "Requirements files and lock files; '-' is standard input, a requirements file.", completion: .file())
    var files: [String]
    @Option(help: ArgumentHelp("The upstream registry.", valueName: "org/registry")) var into: RegistryPath
    @Option(help: "Files that are fetched at the same time.") var jobs = 4
    @Flag(help: "Say what would be fetched, and fetch nothing.") var dryRun = false
    @Option(
        help: ArgumentHelp(
            "Certificate authorities to trust besides the system's, a PEM file.", valueName: "file"),
        completion: .file())
    var ca: String?

    func validate() throws {
        if !(1...64).contains(jobs) { throw ValidationError("--jobs is 1 to 64") }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        var releases: [PinnedRelease] = []
        var faults = 0
        for file in files {
            let (pinned, problems) = PinnedRelease.read(try CommandInput.read(file), path: file)
            releases += pinned
            for problem in problems {
                let subject = "\(file), \(problem.place)"
                if problem.isFault {
                    console.complain(Complaint(subject: subject, message: problem.text))
                    faults += 1
                } else {
                    console.note("\(SafeText.escaping(subject)): \(SafeText.escapingLines(problem.text))")
                }
            }
        }
        let registry = Registry(store: try location().open())
        defer { registry.close() }
        let run = MirrorRun(console: console, jobs: jobs, isDryRun: dryRun)
        var limits = UpstreamLimits()
        limits.authorities = ca.map { FilePath($0) }
        let threads = BlockingWork(threads: jobs + 2, queueLimit: 4096)
        // What is worth telling is told as results.
        let logger = Logger(label: "mirror", factory: { _ in SwiftLogNoOpLogHandler() })
        let cache = UpstreamCache(registry: registry, threads: threads, limits: limits, logger: logger)
        guard let source = try cache.source(at: into) else {
            throw CommandFailure("\(into)", "is no upstream registry", status: .usage)
        }
        let mirror = UpstreamMirror(cache, into: source, registry: registry)
        let failed = try RegistryApplication.waiting { [releases] in
            let failed = await run.run(releases, mirror)
            await cache.stop()
            await threads.shutdown()
            return failed
        }
        return faults + failed == 0 ? .clean : .faults
    }
}

/// One run of `mirror`: the pages first, then the files, several at a time.
private struct MirrorRun: Sendable {
    let console: Console
    let jobs: Int
    let isDryRun: Bool

    /// - Returns: how much could not be had.
    func run(_ releases: [PinnedRelease], _ mirror: UpstreamMirror) async -> Int {
        var failed = 0
        var items: [UpstreamMirror.Item] = []
        var seen: Set<String> = []
        await inOrder(releases) { release -> Result<UpstreamMirror.Found, UpstreamError> in
            do throws(UpstreamError) {
                return .success(try await mirror.items(of: release))
            } catch {
                return .failure(error)
            }
        } then: { release, result in
            var problems: [String] = []
            var advice: String?
            switch result {
            case .success(let found):
                if let closed = found.closed {
                    console.note("\(release.project.display): not asked for elsewhere: \(closed)")
                }
                // Locks and requirements may name a file more than once.
                items += found.items.filter { seen.insert($0.filename).inserted }
                problems = found.problems
            case .failure(let error):
                problems = ["\(error)"]
                advice = Self.advice(for: error)
            }
            failed += problems.count
            for problem in problems {
                console.complain(
                    Complaint(
                        subject: "\(release.project.display)==\(release.version.text)", message: problem,
                        advice: advice))
            }
        }
        var summary = MirrorSummary(dryRun: isDryRun)
        summary.failed = failed
        var progress = ProgressFigures()
        progress.total = Int64(items.count)
        let sizes = items.map(\.size)
        progress.totalBytes = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
        console.beginProgress("mirror", counting: "files")
        await inOrder(items) { item in
            await mirror.fetch(item, isDryRun: isDryRun)
        } then: { item, outcome in
            summary.count(outcome)
            console.report(MirroredEvent(item.filename, outcome))
            if case .failed(let error) = outcome {
                console.complain(
                    Complaint(
                        subject: item.filename, message: "not mirrored: \(error)", advice: Self.advice(for: error)))
            }
            progress.done += 1
            progress.bytes += item.size ?? 0
            console.progress(progress)
        }
        console.endProgress()
        console.report(summary)
        return summary.failed
    }

    private static func advice(for error: UpstreamError) -> String? {
        guard case .untrusted = error else { return nil }
        return "if it has one of your own authority, name that with --ca"
    }

    /// Does work for each element, so many at a time, and hands the results on as they come, one by one.
    private func inOrder<Element: Sendable, Result: Sendable>(
        _ elements: [Element], _ work: @escaping @Sendable (Element) async -> Result,
        then: (Element, Result) -> Void
    ) async {
        await withTaskGroup(of: (Element, Result).self) { group in
            var next = elements.makeIterator()
            func start() {
                guard let element = next.next() else { return }
                group.addTask { (element, await work(element)) }
            }
            for _ in 0..<jobs { start() }
            for await (element, result) in group {
                then(element, result)
                start()
            }
        }
    }
}

/// What became of one file.
struct MirroredEvent: OutputEvent {
    static let event = "mirrored"
    static let isDetail = true
    var eventName: String { outcome }
    let filename: String
    /// `stored`, `present`, `would-fetch`, `failed`.
    private let outcome: String
    let bytes: Int64?
    let sha256: String?
    let message: String?

    private enum CodingKeys: String, CodingKey { case filename, bytes, sha256, message }

    init(_ filename: String, _ result: UpstreamMirror.Outcome) {
        self.filename = filename
        var (bytes, sha256, message): (Int64?, String?, String?) = (nil, nil, nil)
        switch result {
        case .stored(let file), .present(let file):
            if case .stored = result { outcome = "stored" } else { outcome = "present" }
            bytes = file.size
            sha256 = file.digests.sha256.hex
        case .wouldFetch(let size):
            outcome = "would-fetch"
            bytes = size
        case .failed(let error):
            outcome = "failed"
            message = "\(error)"
        }
        (self.bytes, self.sha256, self.message) = (bytes, sha256, message)
    }

    var text: String? {
        guard message == nil else { return nil }
        return "\(outcome)  \(SafeText.escaping(filename))" + (bytes.map { "  \(ByteCount.exact($0)) bytes" } ?? "")
    }
}

/// What `mirror` prints at its end.
struct MirrorSummary: OutputEvent {
    static let event = "summary"
    let dryRun: Bool
    var stored = 0
    var present = 0
    var wouldFetch = 0
    var failed = 0
    var bytes: Int64 = 0

    init(dryRun: Bool) { self.dryRun = dryRun }

    mutating func count(_ outcome: UpstreamMirror.Outcome) {
        switch outcome {
        case .stored(let file):
            stored += 1
            bytes += file.size
        case .present: present += 1
        case .wouldFetch(let size):
            wouldFetch += 1
            bytes += size ?? 0
        case .failed: failed += 1
        }
    }

    var text: String? {
        let words = dryRun ? "\(wouldFetch) would be fetched" : "\(stored) stored"
        return "\(words) (\(ByteCount.text(bytes))), \(present) present, \(failed) failed"
    }
}
