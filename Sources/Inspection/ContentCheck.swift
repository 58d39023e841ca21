internal import Archives
internal import Digests
internal import SystemPackage

/// Reads the contents of every member, which verifies the archive's own checksums, and compares hashes.
enum ContentCheck {
    static func run(
        _ pool: ArchiveWorkerPool, _ file: FileDescriptor, size: Int64, as format: ArchiveFormat,
        _ hashes: [[UInt8]: RecordHash], _ findings: inout FindingList
    ) throws(ArchiveError) {
        var streams: [MessageHash.Algorithm: MessageHash] = [:]
        // Of the member being read: what it should be, nil where RECORD does not say.
        var current: (path: [UInt8], expected: RecordHash, stream: MessageHash)?
        var isBegun = false
        var list = findings
        defer { findings = list }
        try pool.stream(file, size: size, as: format) { member, chunk in
            if !isBegun {
                isBegun = true
                let path = MemberPath.normalized(member.path)
                current = hashes[path].map { expected in
                    let stream = streams[expected.algorithm] ?? MessageHash(expected.algorithm)
                    streams[expected.algorithm] = stream
                    return (path, expected, stream)
                }
            }
            guard chunk.isEmpty else {
                current?.stream.update(chunk)
                return .next
            }
            isBegun = false
            if let (path, expected, stream) = current, !expected.matches(stream.finalize()) {
                list.add(.recordHash, path, detail: "its \(expected.algorithm.rawValue) is not the one in RECORD")
            }
            return .next
        }
    }
}
