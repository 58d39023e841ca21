import PythonPackaging

/// Core metadata, and what is wrong with it.
enum MetadataTarget: FuzzTarget {
    static let name = "metadata"
    static let summary = "METADATA and PKG-INFO of any bytes"

    static var seeds: [[UInt8]] {
        [
            "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n",
            """
            Metadata-Version: 2.4
            Name: Demo.Project
            Version: 1!2.0rc1.post3.dev4+local.5
            Summary: One line
            Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM
            Keywords: a,b
            License-Expression: MIT OR (Apache-2.0 AND BSD-3-Clause) WITH Classpath-exception-2.0
            License-File: LICENSE
            Classifier: Programming Language :: Python
            Requires-Python: >=3.8, !=3.9.*, ~=3.10
            Requires-Dist: other[extra1,extra2] (>=1.0,<2) ; python_version >= "3.8" and (extra == 'x' or os_name == 'nt')
            Requires-Dist: remote @ https://example.com/x.zip ; sys_platform != "win32"
            Provides-Extra: x
            Project-URL: Home, https://example.com
            Dynamic: License
            Import-Name: demo ; private
            Description: folded
                    |text
             more

            The body: é
            """,
        ].map { Array($0.utf8) }
    }

    static func run(_ input: [UInt8]) {
        guard let metadata = try? CoreMetadata(parsing: input) else { return }
        for profile in [MetadataProfile.strict, .legacy] { _ = metadata.problems(profile: profile) }
        demand(PackageVersion(metadata.version.canonical) == metadata.version, "a version is not its canonical form")
        for field in MetadataField.allCases { _ = metadata.rawValues(of: field) }
    }
}
