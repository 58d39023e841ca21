/// Adds up expanded bytes and says when they are too many, by number or by ratio to the archive's own size.
struct ExpansionMeter {
    private let limits: ArchiveLimits
    private let mostByRatio: Int64
    private var total: Int64 = 0

    init(archiveSize: Int64, limits: ArchiveLimits) {
        self.limits = limits
        let (product, overflow) = archiveSize.multipliedReportingOverflow(by: limits.expansionRatio)
        mostByRatio = max(limits.ratioFloorBytes, overflow ? .max : product)
    }

    mutating func add(_ bytes: Int64) throws(ArchiveError) {
        let (sum, overflow) = total.addingReportingOverflow(max(0, bytes))
        total = overflow ? .max : sum
        guard total <= limits.expandedBytes else {
            throw .limitExceeded(.expandedBytes, limit: limits.expandedBytes)
        }
        guard total <= mostByRatio else {
            throw .limitExceeded(.expansionRatio, limit: limits.expansionRatio)
        }
    }
}
