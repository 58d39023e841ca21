import RegistryServer
import Testing

@Suite("Limits")
struct ServerLimitsTests {
    @Test("of a form are below those of a file")
    func order() {
        let limits = ServerLimits()
        #expect(Int64(limits.formBytes) < limits.uploadBytes)
    }
}
