/// Holds the declared sizes of all members together against the limits.
enum ZipAmounts {
    static func check(
        _ entries: [ZipEntry], fileSize: Int, _ limits: ArchiveLimits, _ findings: inout ZipFindings
    ) {
        var expanded: Int64 = 0
        for entry in entries {
            let (sum, overflow) = expanded.addingReportingOverflow(Int64(entry.size))
            expanded = overflow ? .max : sum
        }
        if expanded > limits.expandedBytes {
            findings.add(.expandedTooLarge, "unpacks to \(expanded) bytes, more than \(limits.expandedBytes)")
        }
        if expanded > limits.ratioFloorBytes, expanded / limits.expansionRatio > Int64(fileSize) {
            findings.add(.bomb, "unpacks to \(expanded) bytes, more than \(limits.expansionRatio) times its size")
        }
    }
}
