import RegistryCore
import Testing

@Suite("An amount that people wrote")
struct WrittenAmountTests {
    @Test(
        "is a length of time",
        arguments: [
            ("30s", 30), ("10m", 600), ("24h", 86_400), ("7d", 604_800), ("2w", 1_209_600), ("1h30m", 5400), ("0", 0),
            ("0d", 0),
        ])
    func times(text: String, seconds: Int64) { #expect(WrittenAmount.seconds(text) == seconds) }

    @Test("is a size", arguments: [("1500", 1500), ("64KiB", 65_536), ("500mb", 500_000_000), ("2G", 2_000_000_000)])
    func sizes(text: String, bytes: Int64) { #expect(WrittenAmount.bytes(text) == bytes) }

    @Test(
        "is none otherwise",
        arguments: ["", "7", "d", "-1d", "7 d", "1y", "99999999999999999999d", "9999999999999w", "٣d"])
    func none(text: String) { #expect(WrittenAmount.seconds(text) == nil) }

    @Test("is no size otherwise", arguments: ["", "GB", "-1", "1.5GB", "1 GB", "9999999999TB", "12X"])
    func noSize(text: String) { #expect(WrittenAmount.bytes(text) == nil) }

    @Test("reads as it is written", arguments: [0, 1, 59, 60, 3661, 86_400, 129_600, 604_800, 31_622_400])
    func exactTimes(seconds: Int64) {
        #expect(WrittenAmount.seconds(WrittenAmount.text(seconds: seconds)) == seconds)
    }

    @Test("reads as it is written, in bytes", arguments: [0, 1, 1000, 1024, 1500, 20_000_000_000, 1 << 40, .max])
    func exactSizes(bytes: Int64) { #expect(WrittenAmount.bytes(WrittenAmount.text(bytes: bytes)) == bytes) }

    @Test("is written in the units that people think in")
    func words() {
        #expect(WrittenAmount.text(seconds: 604_800) == "7d")
        #expect(WrittenAmount.text(seconds: 129_600) == "1d12h")
        #expect(WrittenAmount.text(seconds: 0) == "0")
        #expect(WrittenAmount.text(bytes: 20_000_000_000) == "20GB")
        #expect(WrittenAmount.text(bytes: 65_536) == "64KiB")
    }
}
