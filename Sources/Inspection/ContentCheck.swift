internal import Archives
internal import Digests
internal import SystemPackage

/// Reads the contents of every member, which verifies the archive's own checksums, and compares hashes.
enum ContentCheck {
    static func run(
        _ pool: ArchiveWorkerPool, _ file: FileDescriptor, size: Int64, as format: ArchiveFormat,
        _ hashes: [[UInt8]: RecordHash], _ findings: inout FindingList
    ) throws(ArchiveError) {
        var stream = DigestStream()
        var list = findings
        defer { findings = list }
        try pool.stream(file, size: size, as: format) { member, chunk in
            guard chunk.isEmpty else {
                if !hashes.isEmpty { stream.update(chunk) }
                return .next
            }
            let path = MemberPath.normalized(member.path)
            guard let expected = hashes[path] else {
                if !hashes.isEmpty { stream.reset() }
                return .next
            }
            let digests = stream.finalize().digests
            if !expected.matches(digests[expected.algorithm].bytes) {
                list.add(.recordHash, path, detail: "its \(expected.algorithm.name) is not the one in RECORD")
            }
            return .next
        }
    }
}
