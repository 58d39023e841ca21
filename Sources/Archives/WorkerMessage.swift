/// What the pool asks a worker, each in a message of its own, to which the descriptor is attached that it needs.
enum WorkerRequest {
    /// First, and once: the limits, with the descriptor of the window. The worker shuts itself in and answers with what
    /// holds it.
    case confine(ArchiveLimits)
    /// List the archive and hand over the members that match.
    case inspect(size: Int64, expected: ArchiveFormat?, patterns: [ExtractPattern])
    /// The same of each archive of several that lie in the window. Each has an answer, in this order.
    case inspectWindow([WindowArchive], patterns: [ExtractPattern])
    /// The same of an archive whose skeleton, of `count` encoded bytes, is what the descriptor reads.
    case inspectSkeleton(count: Int, size: Int64, expected: ArchiveFormat?, patterns: [ExtractPattern])
    /// Hand over the contents of these members, or of all.
    case stream(size: Int64, expected: ArchiveFormat?, paths: [[UInt8]]?)
    /// Try what confinement forbids.
    case probe(ConfinementProbe)

    /// Where an archive lies in the window.
    struct WindowArchive {
        let range: Range<Int>
        let expected: ArchiveFormat?
    }

    /// How many answers it gets.
    var answerCount: Int {
        if case .inspectWindow(let archives, _) = self { archives.count } else { 1 }
    }
}

/// What a worker answers: records of a four-byte length, a kind and a payload, back to back over as many messages as
/// it takes. `done`, `failed`, `confined` and `probed` end an answer.
enum WorkerRecord: UInt8 {
    /// A `Confinement`.
    case confined = 1
    /// An encoded `ArchiveListing`.
    case listing = 2
    /// An extracted member: its path, counted, and its bytes.
    case extracted = 3
    /// The member whose contents follow, as a listing of one.
    case member = 4
    /// A run of contents.
    case chunk = 5
    /// The contents are complete.
    case memberEnd = 6
    case done = 7
    /// An `ArchiveError`.
    case failed = 8
    /// The errno of a probe that was refused; 0 if it was not.
    case probed = 9

    /// A record larger than this is no worker's, whatever the limits.
    static func mostBytes(_ limits: ArchiveLimits) -> Int {
        2 * limits.listingBytes + limits.extractedMemberBytes + (1 << 20)
    }
}

/// The longest message either side sends; fits the default socket buffer with room for others.
let mostMessageBytes = 64 << 10
