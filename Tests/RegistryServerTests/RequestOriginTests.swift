import HTTPTypes
import Testing

@testable import RegistryServer

@Suite("The origin of a request")
struct RequestOriginTests {
    private static func origin(
        _ fields: HTTPFields, peer: String = "10.0.0.1", trusted: [String] = ["10.0.0.0/8"], host: String? = "a"
    ) -> RequestOrigin {
        let head = HTTPRequest(method: .get, scheme: "http", authority: host, path: "/", headerFields: fields)
        return RequestOrigin(head, peer: peer, isTLS: false, trustedProxies: trusted.compactMap { AddressRange($0) })
    }

    @Test("is what a trusted proxy says, and of others nothing")
    func trust() {
        let fields: HTTPFields = [
            .forwardedFor: "192.0.2.7", .forwardedProto: "https", .forwardedHost: "packages.example:8443",
        ]
        let told = Self.origin(fields)
        #expect(told.address == "192.0.2.7")
        #expect(told.isSecure)
        #expect(told.host == "packages.example:8443")
        for origin in [Self.origin(fields, peer: "11.0.0.1"), Self.origin(fields, trusted: [])] {
            #expect(origin.address != "192.0.2.7")
            #expect(!origin.isSecure)
            #expect(origin.host == "a")
        }
    }

    @Test(
        "is the nearest address that is no proxy's",
        arguments: [
            ("192.0.2.7", "192.0.2.7"), ("203.0.113.9, 192.0.2.7", "192.0.2.7"), ("192.0.2.7, 10.0.0.2", "192.0.2.7"),
            ("127.0.0.1, 192.0.2.7, 10.0.0.2,10.0.0.3", "192.0.2.7"), ("rubbish", "10.0.0.1"),
            ("192.0.2.7, rubbish", "10.0.0.1"), ("192.0.2.0/24", "10.0.0.1"), ("", "10.0.0.1"),
            ("2001:db8::7", "2001:db8::7"),
            ("10.0.0.2", "10.0.0.2"),
        ])
    func hops(forwarded: String, address: String) {
        #expect(Self.origin([.forwardedFor: forwarded]).address == address)
    }

    @Test(
        "has no host that could not stand in a URL",
        arguments: [
            "a b", "a/b", "a\"b", "a<script>", "user@a", "a?b", "a#b", "", String(repeating: "a", count: 300),
        ])
    func host(host: String) {
        #expect(Self.origin([.forwardedHost: host]).host == "a")
        #expect(Self.origin([:], host: host).host == nil)
    }

    @Test(
        "is within networks",
        arguments: [
            ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false), ("192.0.2.128/25", "192.0.2.127", false), ("0.0.0.0/0", "8.8.8.8", true),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false), ("::1", "::1", true),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("10.0.0.0/8", "10.0.0", false), ("10.0.0.0/8", "::1", false),
        ])
    func ranges(range: String, address: String, isWithin: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isWithin)
    }

    @Test(
        "is in no network that is none",
        arguments: [
            "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::1/129", "10.0.0.0/", "10.0.0.0/+8", "a", "1.2.3.4/8/8",
            " ::1",
        ])
    func noRange(text: String) { #expect(AddressRange(text) == nil) }
}
