import Testing

@Suite("The generated kernels")
struct GeneratedKernelsTests {
    @Test(
        "are what their generator prints",
        arguments: [
            ("lanes", "lanes_kernels.h"), ("sha512-constants", "sha512_constants.h"), ("stitched", "stitched.S"),
        ])
    func upToDate(name: String, file: String) throws {
        let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
        let printed = try Child.output(of: "'\(repository)/Tools/digest-kernels/generate' \(name)")
        let committed = try Child.output(of: "cat '\(repository)/Sources/CDigests/\(file)'")
        #expect(printed == committed, "run Tools/digest-kernels/generate --write")
    }
}
