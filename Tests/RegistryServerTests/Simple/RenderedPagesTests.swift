import HTTPTypes
import HummingbirdCore
import NIOCore
import SimpleIndex
import Synchronization
import Testing

@testable import RegistryServer

@Suite("The cache of pages")
struct RenderedPagesTests {
    private func key(_ name: String, coding: SimpleCoding = .identity) -> PageKey {
        PageKey(
            page: .project(name), registries: "1",
            edition: SimpleEdition(links: SimpleLinks(files: "/f", projects: "/p"), isPublic: true),
            representation: .json, coding: coding)
    }

    private func page(_ size: Int, _ serials: UInt64..., for key: PageKey) -> RenderedPage {
        RenderedPage([UInt8](repeating: 65, count: size), for: key, serials: serials)
    }

    @Test("gives a page back at its own serials only")
    func serials() {
        var cache = RenderedPages(limit: 1 << 20)
        cache.insert(page(10, 3, 5, for: key("a")), for: key("a"))
        #expect(cache.page(for: key("a"), serials: [3, 5])?.body.readableBytes == 10)
        #expect(cache.page(for: key("a"), serials: [3, 6]) == nil)
        #expect(cache.page(for: key("a"), serials: [3]) == nil)
        #expect(cache.page(for: key("b"), serials: [3, 5]) == nil)
        #expect(cache.page(for: key("a", coding: .gzip), serials: [3, 5]) == nil)
    }

    @Test("replaces older pages and keeps newer ones")
    func replacement() {
        var cache = RenderedPages(limit: 1 << 20)
        cache.insert(page(10, 3, for: key("a")), for: key("a"))
        cache.insert(page(20, 4, for: key("a")), for: key("a"))
        cache.insert(page(30, 3, for: key("a")), for: key("a"))
        #expect(cache.page(for: key("a"), serials: [4])?.body.readableBytes == 20)
        #expect(cache.count == 1)
        #expect(cache.bytes == page(20, 4, for: key("a")).bytes)
    }

    @Test("never holds more than it may, and drops what was not asked for")
    func bound() {
        let limit = 1 << 20
        var cache = RenderedPages(limit: limit)
        cache.insert(page(1000, 1, for: key("kept")), for: key("kept"))
        for number in 0..<5000 {
            cache.insert(page(4000, 1, for: key("\(number)")), for: key("\(number)"))
            #expect(cache.bytes <= limit)
            #expect(cache.page(for: key("kept"), serials: [1]) != nil)
        }
        #expect(cache.bytes > limit / 2)
        #expect(cache.page(for: key("0"), serials: [1]) == nil)
        #expect(cache.page(for: key("4999"), serials: [1]) != nil)
    }

    @Test("does not keep a page that would take most of the room")
    func giant() {
        var cache = RenderedPages(limit: 1 << 20)
        cache.insert(page(10, 1, for: key("a")), for: key("a"))
        cache.insert(page(600 << 10, 1, for: key("b")), for: key("b"))
        #expect(cache.page(for: key("b"), serials: [1]) == nil)
        #expect(cache.page(for: key("a"), serials: [1]) != nil)
    }
}

@Suite("Compression")
struct GzipTests {
    @Test("gives back what went in", arguments: [0, 1, 1000, 256 << 10, (256 << 10) + 1, 3 << 20])
    func roundTrip(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        let packed = try #require(Gzip.compressed(bytes))
        #expect(try gunzipped(Array(packed.readableBytesView)) == bytes)
        #expect(Gzip.compressed(bytes) == packed)
    }
}

/// Counts up, for several threads.
final class Counter: Sendable {
    private let next = Atomic(0)

    /// The next number; nil when it would not be below the limit.
    func below(_ limit: Int) -> Int? {
        let number = next.add(1, ordering: .relaxed).oldValue
        return number < limit ? number : nil
    }
}

extension Request {
    /// A request as it comes from a client that says nothing of itself.
    static func get(_ path: String) -> Request {
        Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path),
            body: RequestBody(buffer: ByteBuffer()))
    }
}
