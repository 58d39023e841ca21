import SimpleIndex
import Testing

@Suite("A page is sent")
struct SimpleCodingTests {
    @Test(
        "with gzip where that is offered",
        arguments: [
            ["gzip"], ["gzip, deflate, zstd"], ["gzip, deflate, br"], ["GZip"], ["x-gzip"], ["deflate", "gzip;q=0.1"],
            ["*"], ["*;q=0.5, deflate"], ["gzip;q=0.5, identity;q=0.5"], ["identity;q=0, gzip"], [",,gzip ; q=0.001"],
            ["*;q=0, gzip"],
        ])
    func gzip(_ header: [String]) {
        #expect(SimpleCoding.negotiated(acceptEncoding: header) == .gzip)
    }

    @Test(
        "as it is where gzip is not offered",
        arguments: [
            [], [""], ["identity"], ["gzip;q=0"], ["gzip;q=0, *"], ["br, zstd"], ["*;q=0"], ["identity;q=0"],
            ["gzip;q=0.2, identity;q=0.3"], ["gzipped"], ["gzip gzip"], [";gzip"], ["gzip;q=0.0000"],
        ])
    func identity(_ header: [String]) {
        #expect(SimpleCoding.negotiated(acceptEncoding: header) == .identity)
    }
}
