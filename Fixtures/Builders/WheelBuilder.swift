/// Builds wheels that install, and with one word each, wheels that must not.
///
/// Without files of its own it holds a package of one module. METADATA, WHEEL and RECORD are written last.
package struct WheelBuilder: Sendable {
    private var metadata: MetadataText
    private var escaped: String
    private var version: String
    private var tag = "py3-none-any"
    private var buildNumber: String?
    private var distInfo: String
    private var files: [(path: String, bytes: [UInt8])] = []
    private var infoFiles: [(path: String, bytes: [UInt8])] = []
    private var replaced: [String: [UInt8]] = [:]
    private var removed: Set<String> = []
    private var compression = ZipBuilder.Entry.Compression.deflated
    private var editRecord: @Sendable (inout [String]) -> Void = { _ in }
    private var editArchive: @Sendable (inout ZipBuilder) -> Void = { _ in }

    /// A pure wheel named as new files are: normalized name with underscores.
    package init(_ name: String, version: String) {
        metadata = MetadataText(name, version)
        escaped = escapedName(name)
        self.version = version
        distInfo = "\(escaped)-\(version).dist-info"
    }

    /// `{name}-{version}(-{build})?-{tag}.whl`
    package var filename: String {
        ([escaped, version] + (buildNumber.map { [$0] } ?? []) + [tag]).joined(separator: "-") + ".whl"
    }

    /// The whole wheel.
    package var bytes: [UInt8] { archive.bytes }

    package func build() -> BuiltDistribution { BuiltDistribution(filename: filename, bytes: bytes) }

    /// Puts another name or version into METADATA than into the filename.
    package func metadata(name: String? = nil, version: String? = nil) -> WheelBuilder {
        changed {
            $0.metadata.name = name ?? $0.metadata.name
            $0.metadata.version = version ?? $0.metadata.version
        }
    }

    /// Spells filename and dist-info folder otherwise than new files do, as old tools did (`PyYAML`, `zope.interface`).
    package func spelled(_ name: String, version: String? = nil) -> WheelBuilder {
        changed {
            $0.escaped = name
            $0.version = version ?? $0.version
            $0.distInfo = "\(name)-\($0.version).dist-info"
        }
    }

    package func metadataVersion(_ version: String) -> WheelBuilder {
        changed { $0.metadata.metadataVersion = version }
    }

    /// One more header of METADATA.
    package func header(_ name: String, _ value: String) -> WheelBuilder {
        changed { $0.metadata.headers.append((name, value)) }
    }

    /// A `Requires-Dist` for each of `requirements` (PEP 508).
    package func requires(_ requirements: String...) -> WheelBuilder {
        changed { wheel in wheel.metadata.headers += requirements.map { ("Requires-Dist", $0) } }
    }

    /// The body of METADATA.
    package func description(_ text: String) -> WheelBuilder { changed { $0.metadata.description = text } }

    package func tag(_ tag: String) -> WheelBuilder { changed { $0.tag = tag } }

    package func buildNumber(_ number: String) -> WheelBuilder { changed { $0.buildNumber = number } }

    /// Names the `.dist-info` folder otherwise than the filename demands.
    package func distInfo(_ folder: String) -> WheelBuilder { changed { $0.distInfo = folder } }

    package func file(_ path: String, _ bytes: [UInt8]) -> WheelBuilder { changed { $0.files.append((path, bytes)) } }

    package func file(_ path: String, _ text: String) -> WheelBuilder { file(path, Array(text.utf8)) }

    /// One more file in the `.dist-info` folder, such as `entry_points.txt`.
    package func infoFile(_ name: String, _ text: String) -> WheelBuilder {
        changed { $0.infoFiles.append((name, Array(text.utf8))) }
    }

    /// Replaces what the builder would write for one of METADATA, WHEEL and RECORD.
    package func replacing(_ name: String, _ text: String) -> WheelBuilder {
        changed { $0.replaced[name] = Array(text.utf8) }
    }

    /// Leaves out one of METADATA, WHEEL and RECORD, from RECORD too.
    package func without(_ name: String) -> WheelBuilder { changed { $0.removed.insert(name) } }

    package func compression(_ compression: ZipBuilder.Entry.Compression) -> WheelBuilder {
        changed { $0.compression = compression }
    }

    /// Lets `edit` change the lines of RECORD (without line ends).
    package func record(_ edit: @escaping @Sendable (inout [String]) -> Void) -> WheelBuilder {
        changed { $0.editRecord = edit }
    }

    /// Lets `edit` change the archive before it is written.
    package func archive(_ edit: @escaping @Sendable (inout ZipBuilder) -> Void) -> WheelBuilder {
        changed { $0.editArchive = edit }
    }

    /// The wheel's archive, for writing it in other ways.
    package var archive: ZipBuilder {
        var members = files
        if members.isEmpty { members = [("\(escaped)/__init__.py", Array("__version__ = \"\(version)\"\n".utf8))] }
        let wheelText =
            "Wheel-Version: 1.0\nGenerator: regadmin-fixtures\nRoot-Is-Purelib: true\nTag: \(tag)\n"
            + (buildNumber.map { "Build: \($0)\n" } ?? "")
        let standard = [("METADATA", metadata.bytes), ("WHEEL", Array(wheelText.utf8))] + infoFiles
        for (name, bytes) in standard where !removed.contains(name) {
            members.append(("\(distInfo)/\(name)", replaced[name] ?? bytes))
        }
        if !removed.contains("RECORD") {
            var lines = members.map {
                "\(Self.quoted($0.path)),\(FixtureDigest.recordHash($0.bytes)),\($0.bytes.count)"
            }
            lines.append("\(Self.quoted(distInfo))/RECORD,,")
            editRecord(&lines)
            let text = lines.map { $0 + "\n" }.joined()
            members.append(("\(distInfo)/RECORD", replaced["RECORD"] ?? Array(text.utf8)))
        }
        var zip = ZipBuilder(members.map { ZipBuilder.Entry($0.path, bytes: $0.bytes, compression) })
        editArchive(&zip)
        return zip
    }

    /// A field of RECORD as CSV.
    private static func quoted(_ path: String) -> String {
        guard path.contains(where: { ",\"\r\n".contains($0) }) else { return path }
        return "\"" + path.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private func changed(_ change: (inout WheelBuilder) -> Void) -> WheelBuilder {
        var copy = self
        change(&copy)
        return copy
    }
}
