public import Digests

/// What is to be verified, and how long that may take.
public struct VerificationOptions: Sendable {
    /// Look only whether each blob's file is there with the right size and permissions; read nothing.
    public var isQuick = false
    /// Threads that read and hash.
    public var threads = 2
    /// Stop after this long; nil for no limit.  The next run goes on with what was verified least recently.
    public var maximumDuration: Duration?
    /// Stop after reading this many bytes; nil for no limit.
    public var maximumBytes: Int64?
    /// Leave out what was verified within this many seconds; nil for nothing.
    public var maximumAgeSeconds: Int64?
    /// The share of blobs to look at, drawn at random: 0 to 1.
    public var sample = 1.0
    /// Read at most this many bytes in a second; nil for no limit.
    public var bytesPerSecond: Int64?
    /// Only these blobs; nil for all.
    public var only: [ContentDigest]?
    /// Note in the index what was verified when, and what is damaged.
    public var isRecording = true
    /// Move what is found damaged to `quarantine/`.
    public var quarantinesDamaged = false

    public init() {}
}

/// How far a verification is.
public struct VerificationProgress: Sendable, Equatable {
    /// Blobs looked at.
    public var blobs: Int64 = 0
    /// Bytes read.
    public var bytes: Int64 = 0
    /// Of how many blobs, when the run began.
    public var totalBlobs: Int64 = 0
    /// Of how many bytes, when the run began.
    public var totalBytes: Int64 = 0
}

/// What a verification came to.
public struct VerificationReport: Sendable, Equatable {
    /// How far it got.
    public var progress = VerificationProgress()
    /// Findings that are damage.
    public var damaged: Int64 = 0
    /// Findings that are warnings.
    public var warnings: Int64 = 0
    /// Blobs that were known to be damaged and read right this time; they are whole again.
    public var recovered: Int64 = 0
    /// Blobs of which nothing could be noted in the index, for want of space.
    public var unrecorded: Int64 = 0
    /// Time or bytes were up, or it was told to stop.
    public var isStoppedEarly = false
}
