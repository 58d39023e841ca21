internal import ArgumentParser
internal import ContentStore

/// What `verify` reads, and how long that may take.
struct VerificationScope: ParsableArguments {
    @Flag(help: "Look only whether each blob's file is there with the right size; read nothing.")
    var quick = false

    @Option(help: ArgumentHelp("Verify a share of the blobs, drawn at random.", valueName: "percent"))
    var sample: Double?

    @Option(help: ArgumentHelp("Stop after this long; the next run goes on.", valueName: "time"))
    var maxDuration: TimeSpan?

    @Option(help: ArgumentHelp("Stop after reading this much; the next run goes on.", valueName: "size"))
    var maxBytes: ByteCount?

    @Option(help: ArgumentHelp("Leave out what was verified less than this ago.", valueName: "time"))
    var maxAge: TimeSpan?

    @Option(help: ArgumentHelp("Read at most this much in a second.", valueName: "size"))
    var rate: ByteCount?

    @Option(help: ArgumentHelp("Threads that read and hash.", valueName: "n"))
    var jobs: Int?

    @Flag(help: "Move what is found damaged to quarantine/.")
    var quarantine = false

    mutating func validate() throws {
        if let sample, !(sample > 0 && sample <= 100) {
            throw ValidationError("--sample is more than 0 and at most 100")
        }
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs is 1 to 64") }
        if let rate, rate.bytes < 1 { throw ValidationError("--rate is at least one byte") }
    }

    /// The same for the store.
    var options: VerificationOptions {
        var options = VerificationOptions()
        options.isQuick = quick
        if let sample { options.sample = sample / 100 }
        options.maximumDuration = maxDuration?.duration
        options.maximumBytes = maxBytes?.bytes
        options.maximumAgeSeconds = maxAge?.seconds
        options.bytesPerSecond = rate?.bytes
        if let jobs { options.threads = jobs }
        options.quarantinesDamaged = quarantine
        return options
    }
}
