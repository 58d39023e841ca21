import Digests
import Glibc
import Testing

@Suite("The digest engine")
struct DigestEngineTests {
    @Test("is OpenSSL alone where that is asked for")
    func forced() {
        let engine = DigestEngine(asked: "evp")
        #expect(engine.stitching == .none && !engine.usesLanes && engine.remark == nil)
        #expect("\(engine)" == "one file: OpenSSL; many files: one by one")
    }

    @Test("uses no more than what is asked for")
    func restricted() {
        let (auto, stitched, lanes) = (
            DigestEngine(asked: nil), DigestEngine(asked: "stitched"), DigestEngine(asked: "lanes")
        )
        #expect(DigestEngine(asked: "auto") == auto)
        #expect(stitched.stitching == auto.stitching && !stitched.usesLanes)
        #expect(lanes.usesLanes == auto.usesLanes && lanes.stitching == .none)
        let narrow = DigestEngine(asked: nil, avx512: false)
        #expect(narrow.stitching != .four && !narrow.usesLanes)
    }

    @Test("says so where it does not know what is asked for, and passes its self-tests")
    func remarks() {
        let engine = DigestEngine(asked: "quick")
        #expect(engine.remark == "REGADMIN_DIGESTS=quick is not known")
        #expect("\(engine)".hasSuffix(" (REGADMIN_DIGESTS=quick is not known)"))
        #expect(DigestEngine(asked: nil).remark == nil)
    }

    @Test("is the environment's choice for the process")
    func environment() {
        #expect(DigestEngine.current == DigestEngine(asked: getenv("REGADMIN_DIGESTS").map { String(cString: $0) }))
    }
}
