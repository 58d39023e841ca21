import Foundation
import TestSupport
import Testing

@testable import PythonPackaging

@Suite("The lists of identifiers")
struct ListsTests {
    @Test(
        "are what their generator prints",
        arguments: [("spdx", "SPDXIdentifiers"), ("classifiers", "TroveClassifiers")])
    func upToDate(name: String, type: String) throws {
        let python = try ReferencePython(
            with: .init("packaging", "26.3"), .init("trove-classifiers", "2026.9.21.13"))
        let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
        try python.run([
            "-c",
            """
            import subprocess, sys
            printed = subprocess.check_output([sys.executable, sys.argv[1] + "/Tools/packaging-data/generate", sys.argv[2]])
            committed = open(sys.argv[1] + "/Sources/PythonPackaging/Lists/" + sys.argv[3] + "+Text.swift", "rb").read()
            if printed != committed:
                raise SystemExit("run Tools/packaging-data/generate --write")
            """, repository, name, type,
        ])
    }

    @Test("hold what everybody uses, and classifiers come out whole")
    func contents() {
        for license in ["mit", "apache-2.0", "bsd-3-clause", "gpl-3.0-or-later", "licenseref-lark"] {
            #expect(SPDXIdentifiers.isLicense(license))
        }
        #expect(!SPDXIdentifiers.isLicense("") && !SPDXIdentifiers.isLicense("gplv3"))
        #expect(SPDXIdentifiers.isException("llvm-exception") && !SPDXIdentifiers.isException("mit"))
        let known = Array(TroveClassifiers.known)
        #expect(known.count > 800)
        #expect(known.allSatisfy { $0.contains(" :: ") && !$0.contains("|") })
        #expect(known.contains("License :: OSI Approved :: Apache Software License"))
    }
}
