import Foundation
import SystemPackage
import Testing

@Suite("The doctor")
struct DoctorTests {
    /// All files below the store with their sizes.
    private static func tree(_ workplace: Workplace) throws -> [String: Int] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: workplace.store.string)
        return try names.reduce(into: [:]) { sizes, name in
            let path = workplace.store.appending(name).string
            sizes[name] = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        }
    }

    @Test("finds nothing wrong with a sound store, and changes nothing there")
    func sound() throws {
        try Workplace.withFixtures { workplace in
            let before = try Self.tree(workplace)
            let outcome = try workplace.regadmin.expect(0, "doctor")
            for line in [
                "Format           1\n", "probes passed\n", "Reserve          set aside\n", "Problems         0\n",
            ] {
                #expect(outcome.output.contains(line), "\(outcome.output)")
            }
            #expect(outcome.errors.isEmpty)
            #expect(try Self.tree(workplace) == before)
        }
    }

    @Test(
        "shows what computes the digests",
        arguments: [
            ("evp", "one file: OpenSSL; many files: one by one\n"), ("quick", "REGADMIN_DIGESTS=quick is not known"),
        ])
    func engine(asked: String, shown: String) throws {
        try Workplace.withFixtures { workplace in
            let process = try workplace.regadmin.start(["doctor"], environment: ["REGADMIN_DIGESTS": asked])
            let outcome = try process.wait()
            #expect(outcome.status == 0)
            #expect(outcome.output.contains(shown), "\(outcome.output)")
        }
    }

    @Test("says what keeps a store from being opened", arguments: ["FORMAT", "index/data.mdb"])
    func damage(file: String) throws {
        try Workplace.withFixtures { workplace in
            try Data("{".utf8).write(to: URL(fileURLWithPath: workplace.store.appending(file).string))
            let outcome = try workplace.regadmin.expect(3, "doctor")
            #expect(outcome.errors.contains(file == "FORMAT" ? "FORMAT is damaged" : "the index is damaged"))
            #expect(!outcome.output.contains("Problems         0\n"))
        }
    }
}
