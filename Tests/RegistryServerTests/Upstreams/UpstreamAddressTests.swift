import Testing

@testable import Upstream

@Suite("An address that an index gives")
struct UpstreamAddressTests {
    private func refusal(_ address: String, from index: String) throws -> String? {
        let index = try #require(UpstreamAddress(index))
        return try #require(UpstreamAddress(address)).refusal(from: index.origin)
    }

    @Test(
        "is not followed into this machine or a private network from outside",
        arguments: [
            "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255",
            "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "localhost",
            "LOCALHOST.", "x.localhost", "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]",
            "[2002:7f00:1::]", "[64:ff9b::7f00:1]",
        ])
    func privateNetworks(host: String) throws {
        #expect(try refusal("https://\(host)/x", from: "https://index.test/simple/") != nil)
        // An index inside may lead to what is inside.
        #expect(try refusal("https://\(host)/x", from: "https://10.0.0.1/simple/") == nil)
    }

    @Test(
        "is followed to other public hosts",
        arguments: ["files.test", "8.8.8.8", "172.32.0.1", "172.15.0.1", "100.128.0.1", "[2606:4700::1]", "1.example"])
    func publicHosts(host: String) throws {
        #expect(try refusal("https://\(host)/x", from: "https://index.test/simple/") == nil)
        #expect(try refusal("http://\(host)/x", from: "https://index.test/simple/") != nil)
        #expect(try refusal("http://\(host)/x", from: "http://index.test/simple/") == nil)
    }

    @Test(
        "is none with credentials, another scheme, blanks or without a host",
        arguments: [
            "https://u@index.test/", "https://u:p@index.test/", "ftp://index.test/", "file:///etc/passwd",
            "//index.test/",
            "https:///x", "https://index.test/a b", "https://index.test/\n", "https://index.test:0/", "x",
        ])
    func malformed(text: String) { #expect(UpstreamAddress(text) == nil) }

    @Test("has the origin that credentials are for: scheme, host and port")
    func origins() throws {
        let one = try #require(UpstreamAddress("https://Index.test/simple/?x#y"))
        #expect(one.text == "https://Index.test/simple/?x" && one.shown == "https://Index.test/simple/")
        #expect(UpstreamAddress("https://index.test:443/other")?.origin == one.origin)
        for other in ["http://index.test/", "https://index.test:8443/", "https://files.index.test/"] {
            #expect(UpstreamAddress(other)?.origin != one.origin)
        }
        #expect(one.following("../files/x")?.text == "https://Index.test/files/x")
        #expect(one.following("//files.test/x")?.origin.host == "files.test")
        #expect(one.following("javascript:alert(1)") == nil)
    }
}
