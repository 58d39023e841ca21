import PythonPackaging

/// Versions, specifiers, requirements, names and filenames: what parses must keep the laws of its kind.
enum VersionsTarget: FuzzTarget {
    static let name = "versions"
    static let summary = "versions, specifiers, requirements, names, filenames, a line each"

    static var seeds: [[UInt8]] {
        [
            "1.0\n1.0.0\n1!2.3a4.post5.dev6+abc.7\n~=1.4,!=1.5.*,<2",
            ">=1.0rc1\n===weird\n==1.0+local\nv1.0-alpha\n1.0-1\n99999999999999999999999.1",
            "demo[extra]>=1.0; python_version < '3' and extra == \"x\"\nDemo_Project\ndemo-1.0-1abc-py2.py3-none-any.whl",
            "demo-1.0.tar.gz\nremote @ file:///x ; os_name in 'posix'\ndemo.tar.gz-2.0.zip",
        ].map { Array($0.utf8) }
    }

    static func run(_ input: [UInt8]) {
        guard input.count < 4096 else { return }
        let lines = input.split(separator: 10, maxSplits: 7).compactMap { String(validating: $0, as: UTF8.self) }
        let versions = lines.compactMap { PackageVersion($0) }
        for version in versions {
            let again = PackageVersion(version.canonical)
            demand(again == version && again?.canonical == version.canonical, "\(version) is not its canonical form")
            demand(again?.hashValue == version.hashValue, "\(version) and its canonical form have two hashes")
        }
        for first in versions {
            for second in versions {
                let relations = [first < second, first == second, second < first]
                demand(relations.count { $0 } == 1, "\(first) and \(second) are \(relations)")
                for third in versions where first < second && second < third {
                    demand(first < third, "\(first), \(second), \(third) have no order")
                }
            }
        }
        for line in lines {
            if let set = SpecifierSet(line) {
                for version in versions {
                    let all = set.contains(version, prereleases: true)
                    demand(all || !set.contains(version, prereleases: false), "\(line) takes \(version) only at times")
                }
            }
            if let name = ProjectName(line) {
                demand(ProjectName(name.normalized)?.normalized == name.normalized, "\(line) has no normal form")
            }
            _ = try? Requirement(line)
            if let filename = try? DistributionFilename(line) { demand(filename.text == line, "\(line) changed") }
        }
    }
}
