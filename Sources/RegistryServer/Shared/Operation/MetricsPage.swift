internal import ContentStore
internal import Glibc

/// The figures in the text form of Prometheus, version 0.0.4.
struct MetricsPage {
    private(set) var text = ""

    mutating func counter(_ name: String, _ help: String, _ values: [(labels: String, value: Int)]) {
        head(name, help, "counter")
        for (labels, value) in values { line(name, labels, "\(value)") }
    }

    mutating func gauge(_ name: String, _ help: String, _ value: Int) {
        head(name, help, "gauge")
        line(name, "", "\(value)")
    }

    mutating func add(_ figures: ServerMetrics.Figures) {
        counter(
            "regadmin_requests_total", "Requests answered.",
            figures.requests.map { ("\(Self.dialect($0.key.dialect)),status=\"\($0.key.status)\"", $0.value) }.sorted {
                $0.0 < $1.0
            })
        head("regadmin_request_seconds", "Time from the header of a request to the end of its answer.", "histogram")
        for (dialect, histogram) in figures.latency.sorted(by: { Self.dialect($0.key) < Self.dialect($1.key) }) {
            let label = Self.dialect(dialect)
            var sum = 0
            for (bound, count) in zip(LatencyHistogram.bounds, histogram.counts) {
                sum += count
                line("regadmin_request_seconds_bucket", "\(label),le=\"\(bound.text)\"", "\(sum)")
            }
            line("regadmin_request_seconds_bucket", "\(label),le=\"+Inf\"", "\(histogram.total)")
            line("regadmin_request_seconds_sum", label, "\(Double(histogram.microseconds) / 1_000_000)")
            line("regadmin_request_seconds_count", label, "\(histogram.total)")
        }
        counter("regadmin_sent_bytes_total", "Bytes of bodies sent.", [("", figures.sentBytes)])
        counter("regadmin_downloads_total", "Files sent to their end.", [("", figures.downloads)])
        counter("regadmin_uploads_total", "Files that came in completely.", [("", figures.uploads)])
        counter("regadmin_upload_bytes_total", "Bytes of those.", [("", figures.uploadBytes)])
        counter(
            "regadmin_uploads_broken_total", "Uploads that broke off, or were refused while they came in.",
            [("", figures.brokenUploads)])
    }

    mutating func add(_ statistics: StoreStatistics) {
        let counters = statistics.counters
        gauge("regadmin_store_blobs", "Blobs that are live.", Int(counters.blobs))
        gauge("regadmin_store_blob_bytes", "Bytes of live blobs.", Int(counters.blobBytes))
        gauge("regadmin_store_names", "Names of blobs.", Int(counters.references))
        gauge("regadmin_store_unreferenced_bytes", "Bytes that no name needs.", Int(counters.unreferencedBytes))
        gauge("regadmin_store_doomed_bytes", "Bytes that gc may remove.", Int(counters.doomedBytes))
        gauge("regadmin_store_damaged_blobs", "Blobs known to be damaged.", Int(counters.damagedBlobs))
        gauge("regadmin_store_free_bytes", "Bytes that may be written to the disk.", Int(statistics.freeBytes))
        gauge("regadmin_index_used_bytes", "Bytes of the index.", statistics.index.usedBytes)
        gauge("regadmin_index_capacity_bytes", "Bytes that the index can grow to.", statistics.index.capacityBytes)
    }

    /// What the kernel says of this process.
    mutating func addProcess() {
        let pages = Self.read("/proc/self/statm").split(separator: " ")
        if pages.count > 1, let resident = Int(pages[1]) {
            gauge(
                "process_resident_memory_bytes", "Memory of the process.",
                resident * Int(sysconf(Int32(_SC_PAGESIZE))))
        }
    }

    private mutating func head(_ name: String, _ help: String, _ type: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func line(_ name: String, _ labels: String, _ value: String) {
        text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }

    private static func dialect(_ name: DialectName?) -> String { "dialect=\"\(name?.rawValue ?? "none")\"" }

    private static func read(_ path: String) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        return unsafe withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { room in
            let count = unsafe Glibc.read(descriptor, room.baseAddress, room.count)
            return unsafe String(decoding: room.prefix(max(0, count)), as: UTF8.self)
        }
    }
}
